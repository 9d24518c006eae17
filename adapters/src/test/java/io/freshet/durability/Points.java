package io.freshet.durability;

import io.freshet.Admission;
import io.freshet.Change;
import io.freshet.Content;
import io.freshet.DocumentId;
import io.freshet.IndexEvent;
import io.freshet.Submission;
import io.freshet.spi.Journal;
import io.freshet.spi.Ledger;
import io.freshet.spi.Store;
import io.freshet.spi.Vectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// Stands between the engine and its ports. Each call runs alone; what it made durable is noted in
/// [Notes], and now and then the data directory is copied before anything else is written: a point
/// at which a process may have died. Safe for any thread.
final class Points implements DiskAdapters.Wrap {
    private static final int ALWAYS = 3;
    private static final int EACH_MAX = 9;
    private static final int ONE_IN = 12;

    /// What has just become durable.
    enum Kind {
        JOURNAL_APPEND,
        SOURCE_POSITION,
        VECTORS_PUT,
        LEDGER_COMMIT,
        JOURNAL_TRIM,
        STORE_APPLIED,
        STORE_COMMIT,
        RETENTION
    }

    private final Path data;
    private final Path copies;
    private final Path making;
    private final Notes notes;
    private final SplittableRandom chance;
    private final OneAtATime calls = new OneAtATime();
    private final Map<Kind, Integer> reached = new EnumMap<>(Kind.class);
    private final Map<Kind, Integer> copied = new EnumMap<>(Kind.class);

    Points(Path data, Path copies, Notes notes, long seed) {
        this.data = data;
        this.copies = copies;
        this.making = copies.resolveSibling("making");
        this.notes = notes;
        this.chance = new SplittableRandom(seed);
    }

    /// Whether every kind of point has been copied as often as it must be.
    boolean areEnough() {
        return calls.alone(
                () ->
                        Stream.of(Kind.values())
                                .allMatch(kind -> copied.getOrDefault(kind, 0) >= ALWAYS));
    }

    @Override
    public <T> T of(Class<T> port, T real) {
        InvocationHandler handler = (_, method, arguments) -> call(real, method, arguments);
        Class<?>[] shown = {port};
        return calls.of(
                port, port.cast(Proxy.newProxyInstance(port.getClassLoader(), shown, handler)));
    }

    private Object call(Object real, Method method, Object[] arguments) throws Throwable {
        try {
            return noted(real, method, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object noted(Object real, Method method, Object[] arguments)
            throws IllegalAccessException, InvocationTargetException {
        boolean isPublished = method.getName().equals("publish");
        String segments = isPublished ? newestSegments() : "";
        if (real instanceof Journal && method.getName().equals("append")) {
            submissions(arguments).forEach(this::tried);
        }
        Object result = method.invoke(real, arguments);
        switch (real) {
            case Journal _ -> journal(method, arguments, result);
            case Vectors _ when method.getName().equals("put") -> {
                notes.durable(((Map<?, ?>) arguments[1]).keySet());
                at(Kind.VECTORS_PUT);
            }
            case Ledger _ when method.getName().equals("commit") -> at(Kind.LEDGER_COMMIT);
            case Ledger _ when method.getName().equals("prune") -> at(Kind.RETENTION);
            case Store _ when isPublished ->
                    at(segments.equals(newestSegments()) ? Kind.STORE_APPLIED : Kind.STORE_COMMIT);
            default -> {}
        }
        return result;
    }

    private static List<Submission> submissions(Object[] arguments) {
        return ((Collection<?>) arguments[0]).stream().map(Submission.class::cast).toList();
    }

    private void journal(Method method, Object[] arguments, Object result) {
        if (method.getName().equals("settle")) {
            at(Kind.JOURNAL_TRIM);
        }
        if (!method.getName().equals("append")) {
            return;
        }
        List<Submission> submissions = submissions(arguments);
        boolean isPosition = false;
        for (int i = 0; i < submissions.size(); i++) {
            if (((List<?>) result).get(i) instanceof Admission.Accepted accepted) {
                accepted(submissions.get(i), accepted);
                isPosition |= submissions.get(i).progress().isPresent();
            }
        }
        notes.answered();
        at(isPosition ? Kind.SOURCE_POSITION : Kind.JOURNAL_APPEND);
    }

    private void tried(Submission submission) {
        for (IndexEvent event : submission.allEvents()) {
            event.documents().forEach(document -> noted(document, event.change(), notes::tried));
        }
    }

    private void accepted(Submission submission, Admission.Accepted accepted) {
        List<Change> changes = new ArrayList<>();
        for (IndexEvent event : submission.allEvents()) {
            event.documents().forEach(_ -> changes.add(event.change()));
        }
        for (int i = 0; i < changes.size(); i++) {
            Admission.Entry entry = accepted.entries().get(i);
            if (entry.fate() == Admission.Fate.WAITING) {
                noted(entry.document(), changes.get(i), notes::accepted);
            }
        }
    }

    private interface Note {
        void of(String document, String text);
    }

    private static void noted(DocumentId document, Change change, Note note) {
        switch (change) {
            case Change.Delete _ -> note.of(document.value(), "");
            case Change.Refresh _ -> {}
            case Change.Upsert upsert ->
                    note.of(document.value(), upsert.content().map(Content::text).orElseThrow());
        }
    }

    /// Only while no other call writes.
    private void at(Kind kind) {
        int times = reached.merge(kind, 1, Integer::sum);
        int made = copied.getOrDefault(kind, 0);
        if (times <= ALWAYS || (made < EACH_MAX && chance.nextInt(ONE_IN) == 0)) {
            copied.put(kind, made + 1);
            copyTo(copies.resolve(kind + "-" + times));
        }
    }

    /// The copy has its name once it is whole: the process may be killed in the middle of one.
    private void copyTo(Path copy) {
        try {
            OneAtATime.copyStill(data, making.resolve("data"));
            notes.copyTo(making);
            Files.move(making, copy, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String newestSegments() {
        Path lucene = data.resolve("collections/book/lucene");
        if (!Files.isDirectory(lucene)) {
            return "";
        }
        try (Stream<Path> files = Files.list(lucene)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("segments_"))
                    .max(String::compareTo)
                    .orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
