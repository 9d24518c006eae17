package io.freshet;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A JSON merge patch (RFC 7396) of a document's metadata. Members are as in [Metadata], or a
/// nested `MetadataPatch`, or [Removed], which stands for the patch's `null`.
public record MetadataPatch(SortedMap<String, Object> members) {
    /// The member goes away.
    public enum Removed {
        REMOVED
    }

    public MetadataPatch {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
    }

    /// From a tree in which null means removal.
    public static MetadataPatch of(Map<?, ? extends @Nullable Object> tree) {
        return of(tree, 1);
    }

    private static MetadataPatch of(Map<?, ? extends @Nullable Object> tree, int depth) {
        Metadata.checkDepth(depth);
        SortedMap<String, Object> members = new TreeMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> member : tree.entrySet()) {
            String key = Text.wellFormed(String.valueOf(member.getKey()));
            Object value = member.getValue();
            if (value == null) {
                members.put(key, Removed.REMOVED);
            } else if (value instanceof Map<?, ?> map) {
                members.put(key, of(map, depth + 1));
            } else {
                members.put(key, Metadata.value(value, depth));
            }
        }
        return new MetadataPatch(members);
    }

    public Metadata applyTo(Metadata target) {
        return new Metadata(apply(members, target.values()));
    }

    /// One patch that does what this one and then `later` do.
    public MetadataPatch then(MetadataPatch later) {
        SortedMap<String, Object> merged = new TreeMap<>(members);
        for (Map.Entry<String, Object> member : later.members.entrySet()) {
            Object mine = merged.get(member.getKey());
            merged.put(member.getKey(), composed(mine, member.getValue()));
        }
        return new MetadataPatch(merged);
    }

    /// A nested patch over what is not an object starts from an empty one, as the RFC says. Where
    /// the earlier patch set or removed the member, that is known now and the nested patch is
    /// applied; where it said nothing, the patch itself is kept.
    private static Object composed(@Nullable Object mine, Object later) {
        if (mine == null || !(later instanceof MetadataPatch patch)) {
            return later;
        }
        if (mine instanceof MetadataPatch first) {
            return first.then(patch);
        }
        return apply(patch.members, object(mine));
    }

    private static SortedMap<String, Object> apply(
            SortedMap<String, Object> patch, SortedMap<String, Object> target) {
        SortedMap<String, Object> result = new TreeMap<>(target);
        for (Map.Entry<String, Object> member : patch.entrySet()) {
            switch (member.getValue()) {
                case Removed _ -> result.remove(member.getKey());
                case MetadataPatch nested ->
                        result.put(
                                member.getKey(),
                                apply(nested.members, object(result.get(member.getKey()))));
                default -> result.put(member.getKey(), member.getValue());
            }
        }
        return result;
    }

    private static SortedMap<String, Object> object(@Nullable Object value) {
        SortedMap<String, Object> members = new TreeMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, member) -> members.put(String.valueOf(key), member));
        }
        return members;
    }
}
