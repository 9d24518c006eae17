package io.freshet.library.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {
    @Test
    void valuesCarryTheirUnit() {
        assertThat(Units.duration("250ms")).isEqualTo(Duration.ofMillis(250));
        assertThat(Units.duration("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(Units.duration("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Units.duration("0")).isZero();
        assertThat(Units.bytes("512B")).isEqualTo(512);
        assertThat(Units.bytes("64KiB")).isEqualTo(65_536);
        assertThat(Units.bytes("10GiB")).isEqualTo(10_737_418_240L);
        assertThat(Units.bytes("1MB")).isEqualTo(1_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "5 s", "-5s", "5parsecs", "1.0001s", "999999999999999d"})
    void whatIsNoDurationIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.duration(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "5X", "0.3B"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.bytes(text));
    }
}
