package io.freshet.library.config;

import java.util.List;

/// A value as it was written, and where.
///
/// @param values one, or those of a list
/// @param origin such as `freshet.yaml:12`, `FRESHET_PORT`, `--port` or `default`
/// @param variables of the environment that it names, as in `${API_KEY}`
record Setting(List<String> values, String origin, List<String> variables) {
    static final String DEFAULT = "default";

    Setting {
        values = List.copyOf(values);
        variables = List.copyOf(variables);
    }

    /// One that names no variable.
    Setting(List<String> values, String origin) {
        this(values, origin, List.of());
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
