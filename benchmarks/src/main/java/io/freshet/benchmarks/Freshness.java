package io.freshet.benchmarks;

import io.freshet.benchmarks.running.Client;
import io.freshet.benchmarks.running.Pages;
import io.freshet.benchmarks.running.RunningServer;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// How long an ordinary edit takes to be searchable on an idle server, step by step.
@Command(
        name = "freshness",
        description = {
            "How long an edit takes to be searchable, step by step.",
            "One-paragraph edits on an otherwise idle server with the built-in model.",
        },
        footer = {
            "",
            "Exit codes: 0 the figures are as promised, 1 they are not, 2 wrong use.",
        })
final class Freshness implements Callable<Integer> {
    private static final long SEED = 1;
    private static final int DOCUMENTS = 200;
    private static final int SECTIONS = 3;
    private static final int WARM_UP = 15;
    private static final int EDITS = 60;
    private static final double PROMISED_MS = 50;
    private static final String REST = "whole - embedding";

    private final PrintStream out;
    private final Timeline timeline = new Timeline();
    private final Pages pages = new Pages(SEED);
    private final Table table = new Table();

    Freshness(PrintStream out) {
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (RunningServer server = RunningServer.start("", timeline::watching)) {
            measure(new Client(server.port()));
        }
        table.print(out);
        boolean kept = table.medianMs(REST) <= PROMISED_MS;
        out.printf(
                "%s: median of %s %.1f ms, promised %.0f ms%n",
                kept ? "kept" : "NOT KEPT", REST, table.medianMs(REST), PROMISED_MS);
        return kept ? 0 : 1;
    }

    private void measure(Client client) throws InterruptedException {
        List<List<String>> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            documents.add(new ArrayList<>(pages.blocks(SECTIONS)));
        }
        long start = System.nanoTime();
        for (int i = 0; i < DOCUMENTS; i++) {
            client.accept(id(i), text(documents.get(i)));
        }
        client.awaitIdle();
        out.printf(
                "%d documents, %d chunks loaded in %.1f s%n",
                DOCUMENTS, client.chunks(), (System.nanoTime() - start) / 1e9);
        for (int edit = 0; edit < WARM_UP + EDITS; edit++) {
            int document = pages.below(DOCUMENTS);
            edit(client, documents.get(document), document, edit);
        }
    }

    private void edit(Client client, List<String> blocks, int document, int edit)
            throws InterruptedException {
        String word = "edit" + edit + "word";
        int block = paragraph(blocks);
        blocks.set(block, pages.paragraph() + " " + word + ".");
        timeline.clear();
        long start = System.nanoTime();
        client.visible(id(document), text(blocks));
        long visible = System.nanoTime();
        List<String> documents = client.find(word);
        long found = System.nanoTime();
        if (!documents.equals(List.of(id(document)))) {
            throw new IllegalStateException("not found: " + word + " in " + id(document));
        }
        if (edit >= WARM_UP) {
            record(visible - start, found - visible);
        }
    }

    private int paragraph(List<String> blocks) {
        while (true) {
            int block = pages.below(blocks.size());
            if (!blocks.get(block).startsWith("#") && !blocks.get(block).startsWith("`")) {
                return block;
            }
        }
    }

    private void record(long visible, long search) {
        long embedding = timeline.span("embedder.embed");
        table.add("accept: journal, one fsync", timeline.span("journal.append"));
        table.add(
                "take: the next page of what waits",
                timeline.between("journal.ready", "ledger.bases"));
        table.add("plan: base, blocks, chunks, difference", plan());
        table.add("embed the changed chunks", embedding);
        table.add("vectors made durable", timeline.span("vectors.put"));
        table.add("commit: ledger", timeline.span("ledger.commit"));
        table.add("project: read what changed", timeline.span("ledger.delta"));
        table.add("project: write the store", timeline.span("store.write"));
        table.add("project: make it visible", timeline.span("store.publish"));
        table.add("request to searchable (wait=visible)", visible);
        table.add("the search that finds it", search);
        table.add("request to found", visible + search);
        table.add(REST, visible - embedding);
    }

    private long plan() {
        return timeline.between("ledger.bases", "vectors.find");
    }

    private static String id(int document) {
        return "manual/page-" + document + ".md";
    }

    private static String text(List<String> blocks) {
        return String.join("\n\n", blocks) + "\n";
    }
}
