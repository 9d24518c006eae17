package io.freshet.server.cli;

import io.freshet.library.config.ConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.OptionSpec;

/// All commands, and what their exceptions become.
@Command(
        name = "freshet",
        description = "Keeps a vector index fresh: changes in, atomic index versions out.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  freshet serve                         start a server here",
            "  freshet put docs/                     index a folder",
            "  freshet search \"how do refunds work\"",
            "  freshet watch                         see changes as they become searchable",
            "",
            "Exit codes: 0 done, 1 failed, 2 wrong use.",
        })
public final class Cli {
    private static final int FAILED = 1;

    private Cli() {}

    /// Runs one command.
    ///
    /// @param serving what `serve` starts
    /// @param reading how `put` finds and reads documents
    ///
    /// @return the exit code
    public static int run(
            Terminal terminal, Serving serving, Reading reading, String... arguments) {
        CommandLine commands = new CommandLine(new Cli());
        commands.addSubcommand(new ServeCommand(terminal, serving))
                .addSubcommand(new PutCommand(terminal, reading))
                .addSubcommand(new DeleteCommand(terminal))
                .addSubcommand(withheld(terminal))
                .addSubcommand(ReembeddingCommand.with(terminal))
                .addSubcommand(held(terminal))
                .addSubcommand(DeadLettersCommand.with(terminal))
                .addSubcommand(new ReconcileCommand(terminal))
                .addSubcommand(new SearchCommand(terminal))
                .addSubcommand(new StatusCommand(terminal))
                .addSubcommand(new WatchCommand(terminal))
                .addSubcommand(new VersionsCommand(terminal))
                .addSubcommand(CostCommand.with(terminal))
                .addSubcommand(new TagCommand(terminal))
                .addSubcommand(new HistoryCommand(terminal))
                .addSubcommand(new DiffCommand(terminal))
                .addSubcommand(new RollbackCommand(terminal))
                .addSubcommand(MigrateCommand.with(terminal))
                .addSubcommand(new PurgeCommand(terminal))
                .addSubcommand(new BackupCommand(terminal))
                .addSubcommand(new RestoreCommand(terminal))
                .addSubcommand(new ExportCommand(terminal))
                .addSubcommand(new ImportCommand(terminal))
                .addSubcommand(WebhooksCommand.with(terminal))
                .addSubcommand(
                        new CommandLine(new CollectionsCommand(terminal))
                                .addSubcommand(new CollectionsCommand.Delete(terminal)))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new ConfigCommand(terminal));
        addHelp(commands);
        commands.setOut(writer(terminal.out()))
                .setErr(writer(terminal.err()))
                .setColorScheme(
                        CommandLine.Help.defaultColorScheme(
                                terminal.colours() ? Ansi.ON : Ansi.OFF))
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> failed(terminal, failure));
        if (arguments.length == 0) {
            commands.usage(commands.getOut());
            return CommandLine.ExitCode.USAGE;
        }
        return commands.execute(arguments);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static CommandLine held(Terminal terminal) {
        return new CommandLine(new HeldCommand(terminal))
                .addSubcommand(new HeldCommand.Release(terminal));
    }

    private static CommandLine withheld(Terminal terminal) {
        return new CommandLine(new WithheldCommand(terminal))
                .addSubcommand(new WithheldCommand.Release(terminal));
    }

    private static void addHelp(CommandLine command) {
        command.getCommandSpec()
                .addOption(
                        OptionSpec.builder("-h", "--help")
                                .usageHelp(true)
                                .description("Show this help.")
                                .build());
        command.getSubcommands().values().forEach(Cli::addHelp);
    }

    private static int failed(Terminal terminal, Exception failure) throws Exception {
        switch (failure) {
            case CommandFailed known -> terminal.err().println("freshet: " + known.getMessage());
            case ConfigException known -> terminal.err().println("freshet: " + known.getMessage());
            default -> throw failure;
        }
        return FAILED;
    }
}
