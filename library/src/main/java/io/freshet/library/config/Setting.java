package io.freshet.library.config;

import java.util.List;

/// A value as it was written, and where.
///
/// @param values one, or those of a list
/// @param origin such as `freshet.yaml:12`, `FRESHET_PORT`, `--port` or `default`
record Setting(List<String> values, String origin) {
    static final String DEFAULT = "default";

    Setting {
        values = List.copyOf(values);
    }

    static Setting of(String value, String origin) {
        return new Setting(List.of(value), origin);
    }

    String shown() {
        return values.size() == 1 ? values.getFirst() : values.toString();
    }

    ConfigException wrong(String key, String what) {
        return new ConfigException(origin, new ConfigException.Reason(key, " " + what), null);
    }
}
