package dev.countersign.launch;

import dev.countersign.text.MalformedException;
import dev.countersign.text.PlatformPath;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line taken apart: a command, and its options, each once at most. */
final class Arguments {
    private static final String PROGRAM = "java -jar countersign.war";
    private static final String HELP = "--help";
    private static final String VERSION = "--version";
    private static final int HELP_COLUMNS = 110;
    private static final int MAX_OPTION_CHARS = 29;

    private final Command command;
    private final ParseResult result;

    private Arguments(Command command, ParseResult result) {
        this.command = command;
        this.result = result;
    }

    static Arguments parse(String... arguments) throws UsageException {
        try {
            ParseResult all = line().parseArgs(arguments);
            if (!all.hasSubcommand()) {
                return new Arguments(Command.SERVE, all).checked();
            }
            if (!all.matchedOptions().isEmpty()) {
                throw new UsageException("options come after the command");
            }
            ParseResult result = all.subcommand();
            String word = result.commandSpec().name();
            return new Arguments(Command.named(word).orElseThrow(), result).checked();
        } catch (ParameterException e) {
            throw new UsageException(problem(e));
        }
    }

    Command command() {
        return command;
    }

    boolean help() {
        return result.hasMatchedOption(HELP);
    }

    /** For the given command, or of all where none is given. */
    String helpText() {
        return result.commandSpec().commandLine().getUsageMessage(Ansi.OFF);
    }

    boolean version() {
        return result.hasMatchedOption(VERSION);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(result.matchedOptionValue(name, null));
    }

    boolean flag(String name) {
        return result.hasMatchedOption(name);
    }

    Optional<Path> path(String name) throws UsageException {
        Optional<String> value = text(name);
        return value.isEmpty() ? Optional.empty() : Optional.of(path(name, value.get()));
    }

    /** All that are given, by their names: paths absolute, and flags with an empty value. */
    Map<String, String> options() throws UsageException {
        Map<String, String> options = new HashMap<>();
        for (Command.Option option : command.options()) {
            Optional<String> value = option.path()
                    ? path(option.name()).map(Path::toString)
                    : option.flag() ? Optional.of("").filter(none -> flag(option.name())) : text(option.name());
            value.ifPresent(text -> options.put(option.name(), text));
        }
        return options;
    }

    /** Those that stand beside the options. */
    List<Path> files() throws UsageException {
        List<String> names = result.matchedPositionalValue(0, List.of());
        List<Path> files = new ArrayList<>();
        for (String name : names) {
            files.add(path(command.word(), name));
        }
        return files;
    }

    private static Path path(String taker, String text) throws UsageException {
        try {
            return PlatformPath.absolute(text);
        } catch (MalformedException e) {
            throw new UsageException(taker + " takes a path; '" + text + "' " + e.rule());
        }
    }

    private Arguments checked() throws UsageException {
        for (Command.Option option : command.options()) {
            if (option.flag()) {
                continue;
            }
            Optional<String> value = text(option.name());
            if (value.filter(String::isBlank).isPresent()) {
                throw new UsageException(option.name() + " takes " + option.kind());
            }
            if (option.required() && value.isEmpty() && !help() && !version()) {
                throw new UsageException(option.name() + " is missing: it takes " + option.kind());
            }
        }
        if (command.files().isPresent() && !result.hasMatchedPositional(0) && !help() && !version()) {
            throw new UsageException(command.word() + " takes a file, or several");
        }
        return this;
    }

    private static CommandLine line() {
        CommandSpec root = spec(Command.SERVE, PROGRAM);
        root.usageMessage()
                .customSynopsis(PROGRAM + " [options]", "       " + PROGRAM + " <command> [options]")
                .description("Without a command it serves, with these options:")
                .commandListHeading("%nCommands, each with its own --help:%n");
        CommandLine line = new CommandLine(root);
        for (Command command : Command.values()) {
            CommandSpec spec = spec(command, command.word());
            spec.usageMessage().customSynopsis(synopsis(command)).description(escaped(command.summary()));
            line.addSubcommand(command.word(), spec);
        }
        line.setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setPosixClusteredShortOptionsAllowed(false)
                // None: two dashes are a mistake, since nothing but options follows a command.
                .setEndOfOptionsDelimiter("\0")
                .setUsageHelpLongOptionsMaxWidth(MAX_OPTION_CHARS)
                .setUsageHelpWidth(HELP_COLUMNS);
        return line;
    }

    private static CommandSpec spec(Command command, String name) {
        CommandSpec spec = CommandSpec.create().name(name);
        spec.usageMessage()
                .sortOptions(false)
                .optionListHeading("%n")
                .footer(escaped(command.more()).split("\n", -1));
        command.files()
                .ifPresent(label -> spec.addPositional(PositionalParamSpec.builder()
                        .arity("0..*")
                        .type(List.class)
                        .auxiliaryTypes(String.class)
                        .paramLabel('<' + label + '>')
                        .hidden(true)
                        .build()));
        for (Command.Option option : command.options()) {
            if (option.flag()) {
                spec.addOption(OptionSpec.builder(option.name())
                        .description(escaped(option.description()))
                        .build());
                continue;
            }
            spec.addOption(OptionSpec.builder(option.name())
                    .type(String.class)
                    .paramLabel('<' + option.label() + '>')
                    .description(escaped(option.description()))
                    .build());
        }
        spec.addOption(OptionSpec.builder(HELP, "-h")
                .usageHelp(true)
                .description("show this and end")
                .build());
        spec.addOption(OptionSpec.builder(VERSION)
                .versionHelp(true)
                .description("show the version and end")
                .build());
        return spec;
    }

    private static String synopsis(Command command) {
        StringBuilder synopsis = new StringBuilder(PROGRAM).append(' ').append(command.word());
        command.files().ifPresent(label -> synopsis.append(" <").append(label).append(">..."));
        for (Command.Option option : command.options()) {
            if (option.required()) {
                synopsis.append(' ')
                        .append(option.name())
                        .append(" <")
                        .append(option.label())
                        .append('>');
            }
        }
        return command == Command.SERVE ? synopsis.append(" [options]").toString() : synopsis.toString();
    }

    /** Picocli formats these texts. */
    private static String escaped(String text) {
        return text.replace("%", "%%");
    }

    /** What is not known is not repeated: it may be the value of an option whose name was left out, a password even. */
    private static String problem(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unknown(unmatched);
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice";
        }
        if (e instanceof MissingParameterException missing) {
            String option = name(missing.getMissing().get(0));
            return option + " takes "
                    + command(e).option(option).map(Command.Option::kind).orElse("a value");
        }
        // Of all others picocli's text may hold a value: of a flag that was given one, for example.
        return name(e).map(name -> name + " takes no value").orElse("the options cannot be read");
    }

    private static String unknown(UnmatchedArgumentException e) {
        String word = e.getUnmatched().get(0);
        if (!word.startsWith("-")) {
            return "an argument without an option"
                    + meant(word, Arrays.stream(Command.values()).map(Command::word));
        }
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        Stream<String> known =
                Stream.concat(command(e).options().stream().map(Command.Option::name), Stream.of(HELP, VERSION));
        return "unknown option '" + name + "'" + meant(name, known);
    }

    private static String meant(String word, Stream<String> known) {
        return NearestWord.to(word, known)
                .map(nearest -> "; is '" + nearest + "' meant?")
                .orElse("");
    }

    private static Command command(ParameterException e) {
        return Command.named(e.getCommandLine().getCommandName()).orElse(Command.SERVE);
    }

    private static Optional<String> name(ParameterException e) {
        return Optional.ofNullable(e.getArgSpec()).map(Arguments::name);
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }
}
