package io.freshet.adapter.langchain4j;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.freshet.spi.Embedder;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes a model of a class that is only known by its name. What it cannot do it says with the key
/// that asked for it.
final class MadeModel {
    private static final String RETRIES = "maxRetries";
    private static final String TIMEOUT = "timeout";

    private final ModelClass type;
    private final Embedder.Limits limits;

    private MadeModel(ModelClass type, Embedder.Limits limits) {
        this.type = type;
        this.limits = limits;
    }

    /// @throws ReflectiveOperationException where there is no such class, or it is made otherwise
    /// @throws IllegalArgumentException where a setting is none of its builder's
    static EmbeddingModel of(ModelClass type, Embedder.Limits limits)
            throws ReflectiveOperationException {
        return new MadeModel(type, limits).make();
    }

    private EmbeddingModel make() throws ReflectiveOperationException {
        Class<?> named = Class.forName(type.name());
        Optional<Method> builder =
                Arrays.stream(named.getMethods())
                        .filter(method -> method.getName().equals("builder"))
                        .filter(method -> Modifier.isStatic(method.getModifiers()))
                        .filter(method -> method.getParameterCount() == 0)
                        .findFirst();
        Object made = builder.isPresent() ? built(builder.get()) : plain(named);
        Object supplied = made instanceof Supplier<?> supplier ? supplier.get() : made;
        if (supplied instanceof EmbeddingModel model) {
            return model;
        }
        throw new IllegalArgumentException(
                "class "
                        + type.name()
                        + " is no EmbeddingModel and supplies none: name one that is");
    }

    private Object plain(Class<?> named) throws ReflectiveOperationException {
        if (!type.builder().isEmpty()) {
            throw new IllegalArgumentException(
                    "settings are for a class with a static method builder(); class="
                            + type.name());
        }
        return named.getConstructor().newInstance();
    }

    private Object built(Method start) throws ReflectiveOperationException {
        Object builder = call(start, null);
        for (Map.Entry<String, String> setting : type.builder().entrySet()) {
            builder = told(builder, setting.getKey(), setting.getValue());
        }
        // When to ask again is decided once, and not in two places that multiply each other.
        builder = toldWhereItMay(builder, RETRIES, "0");
        if (!type.builder().containsKey(TIMEOUT)) {
            builder = toldWhereItMay(builder, TIMEOUT, limits.deadline().toString());
        }
        Object ready = builder;
        Method build =
                methods(builder, "build").stream()
                        .filter(method -> method.getParameterCount() == 0)
                        .findFirst()
                        .orElseThrow(
                                () -> new NoSuchMethodException(ready.getClass() + ".build()"));
        return call(build, builder);
    }

    private static Object toldWhereItMay(Object builder, String name, String value)
            throws ReflectiveOperationException {
        return setter(builder, name).isPresent() ? told(builder, name, value) : builder;
    }

    private static Object told(Object builder, String name, String value)
            throws ReflectiveOperationException {
        Method setter =
                setter(builder, name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "settings."
                                                        + name
                                                        + " is none of the builder's methods that"
                                                        + " take a text, number, truth value or"
                                                        + " time; it has "
                                                        + setters(builder)));
        Object given = converted(name, value, setter.getParameterTypes()[0]);
        Object next = call(setter, builder, given);
        return next == null ? builder : next;
    }

    private static Optional<Method> setter(Object builder, String name) {
        return methods(builder, name).stream().filter(MadeModel::takesAValue).findFirst();
    }

    private static List<String> setters(Object builder) {
        return Arrays.stream(builder.getClass().getMethods())
                .filter(MadeModel::takesAValue)
                .filter(method -> method.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .distinct()
                .sorted()
                .toList();
    }

    private static List<Method> methods(Object builder, String name) {
        return Arrays.stream(builder.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .toList();
    }

    private static boolean takesAValue(Method method) {
        return method.getParameterCount() == 1 && isValue(method.getParameterTypes()[0]);
    }

    private static boolean isValue(Class<?> type) {
        return type == String.class
                || type == Integer.class
                || type == int.class
                || type == Long.class
                || type == long.class
                || type == Double.class
                || type == double.class
                || type == Boolean.class
                || type == boolean.class
                || type == Duration.class
                || type.isEnum();
    }

    private static Object converted(String name, String value, Class<?> type) {
        try {
            return value(value, type);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "settings." + name + " takes a " + type.getSimpleName(), e);
        }
    }

    private static Object value(String value, Class<?> type) {
        if (type == Integer.class || type == int.class) {
            return Integer.valueOf(value);
        }
        if (type == Long.class || type == long.class) {
            return Long.valueOf(value);
        }
        if (type == Double.class || type == double.class) {
            return Double.valueOf(value);
        }
        if (type == Boolean.class || type == boolean.class) {
            return Boolean.valueOf(value);
        }
        if (type == Duration.class) {
            return duration(value);
        }
        return type.isEnum() ? constant(value, type) : value;
    }

    /// As `freshet.yaml` writes it, or as ISO 8601 does.
    private static Duration duration(String value) {
        if (value.endsWith("ms")) {
            return Duration.ofMillis(Long.parseLong(value.substring(0, value.length() - 2)));
        }
        boolean isIso = value.startsWith("P");
        return Duration.parse(isIso ? value : "PT" + value.toUpperCase(Locale.ROOT));
    }

    private static Object constant(String value, Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(each -> each instanceof Enum<?> one && one.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(value));
    }

    /// What the model's own code throws is told as it is.
    private static Object call(Method method, @Nullable Object target, Object... arguments)
            throws ReflectiveOperationException {
        try {
            // A builder's class is often nested and not public, though its methods are.
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw e;
        }
    }
}
