package io.freshet.library.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/// All keys that have a value, and where each comes from: flags over environment over file over
/// defaults. Confined to one thread.
final class Settings {
    private static final int SIZE_MAX = 1 << 30;
    private static final long DISK_MAX = 1L << 50;

    private final SequencedMap<String, Setting> settings;

    private Settings(SequencedMap<String, Setting> settings) {
        this.settings = settings;
    }

    static Settings layered(
            SequencedMap<String, Setting> file,
            Map<String, String> environment,
            Map<String, String> flags) {
        SequencedMap<String, Setting> settings = Schema.defaults();
        settings.putAll(file);
        for (String key : Schema.fixedKeys()) {
            String variable = variable(key);
            String value = environment.get(variable);
            if (value != null) {
                settings.put(key, new Setting(split(key, value), variable));
            }
        }
        flags.forEach((key, value) -> settings.put(key, Setting.of(value, "--" + flag(key))));
        return new Settings(settings);
    }

    /// What is in force as a configuration shows it, and more.
    static Settings of(List<Config.Line> lines, SequencedMap<String, Setting> more) {
        SequencedMap<String, Setting> settings = new LinkedHashMap<>();
        lines.forEach(line -> settings.put(line.key(), new Setting(line.values(), line.origin())));
        settings.putAll(more);
        return new Settings(settings);
    }

    /// The environment variable of a key: `FRESHET_PORT` for `server.port`, else its whole path.
    static String variable(String key) {
        String name = key.startsWith("server.") ? key.substring("server.".length()) : key;
        return "FRESHET_" + name.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static String flag(String key) {
        return key.equals("server.data_dir") ? "data" : key.substring(key.lastIndexOf('.') + 1);
    }

    private static List<String> split(String key, String value) {
        if (!Schema.isList(key)) {
            return List.of(value);
        }
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    SequencedMap<String, Setting> all() {
        return new LinkedHashMap<>(settings);
    }

    /// The names that stand below a section, such as the collections.
    List<String> names(String section) {
        String prefix = section + ".";
        return settings.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.")[0])
                .distinct()
                .toList();
    }

    Optional<Setting> find(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    void put(String key, Setting setting) {
        settings.put(key, setting);
    }

    /// Of a key, or its default where it is not set.
    Source at(String key, Setting otherwise) {
        return new Source(key, settings.getOrDefault(key, otherwise));
    }

    /// Of a key, or of another where it is not set.
    Source at(String key, String otherwise) {
        return settings.containsKey(key) ? at(key) : at(otherwise);
    }

    Source at(String key) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new ConfigException(key + " is missing");
        }
        return new Source(key, setting);
    }

    /// One key's value, read as what it should be.
    record Source(String key, Setting setting) {
        List<String> list() {
            return setting.values();
        }

        String text() {
            return setting.shown();
        }

        boolean flag() {
            return switch (text()) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong("is true or false, not " + text());
            };
        }

        int number(int min, int max) {
            try {
                int number = Integer.parseInt(text());
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw because(" is a whole number, not " + text(), e);
            }
            throw wrong("is " + min + " to " + max + ", not " + text());
        }

        double decimal(double min, double max) {
            try {
                double number = new BigDecimal(text()).doubleValue();
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw because(" is a number, not " + text(), e);
            }
            throw wrong("is " + shown(min) + " to " + shown(max) + ", not " + text());
        }

        private static String shown(double number) {
            return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
        }

        /// One of a few words, written small.
        <E extends Enum<E>> E word(Class<E> words) {
            List<String> names = new ArrayList<>();
            for (E word : EnumSet.allOf(words)) {
                String name = word.name().toLowerCase(Locale.ROOT);
                if (name.equals(text())) {
                    return word;
                }
                names.add(name);
            }
            String last = names.removeLast();
            throw wrong("is " + String.join(", ", names) + " or " + last + ", not " + text());
        }

        Duration duration() {
            return read(Units::duration);
        }

        /// Of what is held in memory.
        int bytes() {
            long bytes = read(Units::bytes);
            if (bytes < 1 || bytes > SIZE_MAX) {
                throw wrong("is 1B to 1GiB, not " + text());
            }
            return (int) bytes;
        }

        /// Of what lies on disk.
        long diskBytes() {
            long bytes = read(Units::bytes);
            if (bytes < 1 || bytes > DISK_MAX) {
                throw wrong("is 1B to 1048576GiB, not " + text());
            }
            return bytes;
        }

        /// Says where it stands, when it is refused.
        <T> T read(Function<String, T> reading) {
            try {
                return reading.apply(text());
            } catch (IllegalArgumentException e) {
                throw because(": " + e.getMessage(), e);
            }
        }

        private ConfigException because(String what, Exception cause) {
            return new ConfigException(
                    setting.origin(), new ConfigException.Reason(key, what), cause);
        }

        ConfigException wrong(String what) {
            return setting.wrong(key, what);
        }
    }
}
