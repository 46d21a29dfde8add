package dev.countersign.launch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can be asked of {@code java -jar countersign.war}, and with which options. */
enum Command {
    SERVE(
            "serve",
            "Serves until the process is ended. This is what options without a command mean, too.",
            """

            Every setting of the application can be given as a system property (-Dcountersign.issuer=...) or in the
            environment (COUNTERSIGN_ISSUER=...); an empty one counts as not set.
            COUNTERSIGN_ADMIN_PASSWORD, or COUNTERSIGN_ADMIN_PASSWORD_FILE, sets the administrator's password
            (32 characters or more); without it one is made at the first start and printed once.
            """,
            List.of(
                    optional("--host", "name", "a name or address", "address to listen on (localhost)"),
                    optional("--port", "number", "a number", "port to listen on; 0 takes a free one (8080)"),
                    optional(
                            "--data",
                            "directory",
                            "a directory",
                            "where the embedded default keeps its files (~/.countersign)"),
                    optional(
                            "--jdbc-url",
                            "url",
                            "a URL",
                            "a PostgreSQL or MariaDB database (jdbc:postgresql:..., jdbc:mariadb:...) in place of the embedded one"),
                    optional("--jdbc-user", "name", "a name", "its user"),
                    optional("--jdbc-password-file", "file", "a file", "a file that holds its user's password"),
                    optional("--tls-keystore", "file", "a file", "serve HTTPS with the key in this PKCS12 or JKS file"),
                    optional("--tls-password-file", "file", "a file", "a file that holds the key store's password"),
                    optional(
                            "--mtls-port",
                            "number",
                            "a number",
                            "ask for TLS client certificates on this further port, and not on --port"),
                    optional("--log-format", "format", "text or json", "how log lines are written (text)"))),

    BACKUP(
            "backup",
            "Writes a backup of the embedded database into a new file, while the server runs or not.",
            """

            The file holds all clients with the hashes of their secrets. It holds neither the key ring (master.keys),
            without which no secret in it is good for anything, nor the administrator's password nor the journal of
            used JWTs. Keep a copy of the key ring, in another place than the backups.
            A database behind --jdbc-url is backed up by its own tools (pg_dump, mariadb-dump).
            """,
            List.of(
                    required("--data", "directory", "a directory", "the server's data directory"),
                    required("--to", "file", "a file", "the new file, which only its owner can read"))),

    RESTORE(
            "restore",
            "Puts a backup in the place of the embedded database. The server must not run.",
            """

            The data directory must hold the key ring (master.keys) of the server that the backup was made of.
            Access tokens from before are dead afterwards. Clients and secrets that were revoked since the backup
            was made live again: revoke them again. Nothing is changed when the backup cannot be used.
            """,
            List.of(
                    required(
                            "--data",
                            "directory",
                            "a directory",
                            "the server's data directory; may be empty but for" + " master.keys"),
                    required("--from", "file", "a file", "what 'backup' has written"))),

    APPLY(
            "apply",
            "Makes the clients of a running server what JSON files declare, and prints what it changes.",
            """

            Each file is a JSON array of clients as GET /admin/clients shows them, and as 'export' writes them. A member
            that is left out has its default. Secrets, registered keys, tokens_not_before, versions and times belong to
            the server and are neither declared nor touched; 'administrator' is kept where it is left out, and only a
            person can grant it. Clients that no file names are left alone.
            The exit code is 0 when all is as declared, or was nothing to do; 2 when --dry-run found differences; 1 when
            something failed, or an administrator is declared whom a person must grant this; 64 for wrong usage.
            """,
            Optional.of("file"),
            List.of(
                    required("--url", "url", "a URL", "the server with its context path; https, or http to loopback"),
                    required("--user", "id", "a client id", "an administrator client with a secret"),
                    required("--password-file", "file", "a file", "a file that holds its secret"),
                    flag("--dry-run", "print the plan, and change nothing"),
                    optional(
                            "--secrets",
                            "directory",
                            "a directory",
                            "takes the secrets of new clients, a file <client>.secret for each, which its owner can"
                                    + " read; never overwritten. Without it clients are made without a secret"))),

    EXPORT(
            "export",
            "Prints the clients of a running server as a JSON array that 'apply' takes.",
            """

            It is ordered by id and holds no secrets, and nothing that is the default anyway. Keys that were registered
            one by one are not in it; key sets and their URLs are.
            """,
            List.of(
                    required("--url", "url", "a URL", "the server with its context path; https, or http to loopback"),
                    required("--user", "id", "a client id", "an administrator client with a secret"),
                    required("--password-file", "file", "a file", "a file that holds its secret"))),

    HASH_SECRET(
            "hash-secret",
            "Prints what the store keeps of a client secret: {\"id\": \"...\", \"hash\": \"...\"}.",
            """

            The secret is read from standard input: one line of 32 to 255 printable ASCII characters. Where that is
            empty (</dev/null), or a terminal, a random secret is made, and printed once on standard error.
            """,
            List.of(
                    required("--client", "id", "a client id", "the client's id, which is part of what is hashed"),
                    required(
                            "--master-key",
                            "file",
                            "a file",
                            "the key ring under which the store was written (master.keys)")));

    private final String word;
    private final String summary;
    private final String more;

    @SuppressWarnings("ImmutableEnumChecker") // Of a text.
    private final Optional<String> files;

    @SuppressWarnings("ImmutableEnumChecker") // A list of records, made by List.of.
    private final List<Option> options;

    /**
     * An option that takes a value, or is a flag.
     *
     * @param label for the value, in the help; empty: a flag, which takes none
     * @param kind for the value, in messages
     */
    record Option(String name, String label, String kind, String description, boolean required) {

        boolean flag() {
            return label.isEmpty();
        }

        boolean path() {
            return kind.equals("a file") || kind.equals("a directory");
        }
    }

    Command(String word, String summary, String more, List<Option> options) {
        this(word, summary, more, Optional.empty(), options);
    }

    Command(String word, String summary, String more, Optional<String> files, List<Option> options) {
        this.word = word;
        this.summary = summary;
        this.more = more;
        this.files = files;
        this.options = options;
    }

    String word() {
        return word;
    }

    String summary() {
        return summary;
    }

    /** What the help says below the options. */
    String more() {
        return more;
    }

    /** The label of the files that stand beside the options, one or more; empty: none do. */
    Optional<String> files() {
        return files;
    }

    List<Option> options() {
        return options;
    }

    Optional<Option> option(String name) {
        return options.stream().filter(option -> option.name().equals(name)).findFirst();
    }

    static Optional<Command> named(String word) {
        return Arrays.stream(values())
                .filter(command -> command.word.equals(word))
                .findFirst();
    }

    private static Option optional(String name, String label, String kind, String description) {
        return new Option(name, label, kind, description, false);
    }

    private static Option flag(String name, String description) {
        return new Option(name, "", "no value", description, false);
    }

    private static Option required(String name, String label, String kind, String description) {
        return new Option(name, label, kind, description, true);
    }
}
