package io.freshet.library.config;

import io.freshet.spi.Embedder;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a program gives as objects and no file can name, by the name that collections use it by. It
/// stays the program's: nothing here closes it.
///
/// @param embedders its own
/// @param models of LangChain4j
public record HandedOver(
        SortedMap<String, Embedder> embedders, SortedMap<String, LangChainModel> models) {
    public static final HandedOver NOTHING =
            new HandedOver(Collections.emptySortedMap(), Collections.emptySortedMap());

    public HandedOver {
        embedders = Collections.unmodifiableSortedMap(new TreeMap<>(embedders));
        models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
    }

    SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>(embedders.keySet());
        names.addAll(models.keySet());
        return names;
    }

    /// In place of what had this name before.
    public HandedOver with(String name, Embedder embedder) {
        HandedOver others = without(name);
        SortedMap<String, Embedder> more = new TreeMap<>(others.embedders);
        more.put(name, embedder);
        return new HandedOver(more, others.models);
    }

    /// In place of what had this name before.
    public HandedOver with(String name, LangChainModel model) {
        HandedOver others = without(name);
        SortedMap<String, LangChainModel> more = new TreeMap<>(others.models);
        more.put(name, model);
        return new HandedOver(others.embedders, more);
    }

    private HandedOver without(String name) {
        SortedMap<String, Embedder> embedders = new TreeMap<>(this.embedders);
        SortedMap<String, LangChainModel> models = new TreeMap<>(this.models);
        embedders.remove(name);
        models.remove(name);
        return new HandedOver(embedders, models);
    }
}
