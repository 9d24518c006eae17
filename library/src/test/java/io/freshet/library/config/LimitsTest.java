package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.Backlog;
import io.freshet.CollectionName;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The sections `limits` and `webhooks`, at the edge of what each key takes.
final class LimitsTest {
    private static Config read(String variable, String value) {
        return ConfigReader.read(
                ConfigReader.Flags.NONE, Map.of("FRESHET_LIMITS_" + variable, value));
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_EVENTS_PER_SECOND, 0, -1",
        "RATE_EVENTS_PER_SECOND, 1000000, 1000001",
        "RATE_BURST, 1, 0",
        "RATE_BURST, 100000000, 100000001",
        "BACKLOG_DOCUMENTS_MAX, 1, 0",
        "BACKLOG_DOCUMENTS_MAX, 1000000000, 1000000001",
        "BACKLOG_SIZE, 1B, 0B",
        "BACKLOG_SIZE, 1048576GiB, 1048577GiB",
        "SIZES_BODY, 1B, 0B",
        "SIZES_BODY, 1GiB, 1025MiB",
        "SIZES_DOCUMENT, 1GiB, 1025MiB",
        "SIZES_METADATA, 1GiB, 1025MiB",
        "SIZES_FRAME, 1GiB, 1025MiB",
        "SUBSCRIBERS_MAX, 1, 0",
        "SUBSCRIBERS_MAX, 1000000, 1000001",
    })
    void theLastValueIsTakenAndTheNextIsRefusedByName(String key, String taken, String refused) {
        assertThat(read(key, taken)).isNotNull();
        assertThatThrownBy(() -> read(key, refused))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("FRESHET_LIMITS_" + key)
                .hasMessageContaining(refused);
    }

    @ParameterizedTest
    @CsvSource({
        "intranet, 'names intranet, which is no address'",
        "10.0.0.0/33, 'names 10.0.0.0/33, which must have 0 to 32 bits'",
        "10.0.0.0/x, 'names 10.0.0.0/x, which must have 0 to 32 bits'",
        "fd00::/129, 'names fd00::/129, which must have 0 to 128 bits'"
    })
    void whereWebhooksMayBePostedToIsAddressesAndRanges(String text, String problem) {
        Map<String, String> environment = Map.of("FRESHET_WEBHOOKS_ALLOWED_ADDRESSES", text);
        assertThatThrownBy(() -> ConfigReader.read(ConfigReader.Flags.NONE, environment))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("webhooks.allowed_addresses " + problem);
    }

    @Test
    void theBacklogIsThatOfEveryCollection() {
        Config config = read("BACKLOG_SIZE", "3GiB");
        assertThat(config.limits().backlog()).isEqualTo(new Backlog(1_000_000, 3L << 30));
        assertThat(config.collection(new CollectionName("any")).settings().backlog())
                .isEqualTo(config.limits().backlog());
    }
}
