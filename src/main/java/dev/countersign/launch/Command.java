package dev.countersign.launch;

import java.util.ArrayList;
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
            COUNTERSIGN_AUDITOR_PASSWORD, or COUNTERSIGN_AUDITOR_PASSWORD_FILE, or --auditor-password-file, lets the
            user auditor in, who reads everything and changes nothing; without it there is no such user.
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
                    optional(
                            "--auditor-password-file",
                            "file",
                            "a file",
                            "a file that holds the password of the user auditor"),
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
            "Makes the clients of a running server what files declare, and prints what it changes.",
            """

            Each file is a list of clients as 'export' writes it, in JSON where its name ends in .json, else in YAML; the
            members are those of GET /admin/clients. A member that is left out has its default. Registered keys
            (certificates, each with its pem) are kept where none are declared, else they are exactly those. Secrets,
            tokens_not_before, versions and times belong to the server and are neither declared nor touched;
            'administrator' is kept where it is left out, and only a person can grant it. Clients that no file names
            are left alone, but for --prune.
            The exit code is 0 when all is as declared now, or was nothing to do; 2 when --dry-run found differences; 1
            when something failed, or an administrator is declared whom a person must grant this; 64 for wrong usage.
            """,
            Optional.of("file"),
            declaring()),

    EXPORT(
            "export",
            "Writes the clients of a running server as 'apply' takes them.",
            """

            They are ordered by id, and what has its default is left out. Registered keys are in it, secrets are not.
            """,
            asking(List.of(
                    optional("--to", "file", "a file", "takes them, in place of what it holds; else they are printed"),
                    optional("--format", "format", "yaml or json", "how they are written (as --to ends; else yaml)")))),

    IMPORT_KEYCLOAK(
            "import-keycloak",
            "Registers the confidential clients of a Keycloak realm, with their secrets, keys and scopes.",
            """

            The file is what Keycloak's 'kc.sh export' writes, with the secrets; those of an export from its console are
            masked. What is taken of each client is printed, and what is not and why. Clients that exist already are
            made what the realm says; they bring secrets along only where they have none. With --dry-run and without
            --url the file alone is looked at. Exit codes are those of 'apply'; clients that cannot be taken are no
            failure.
            """,
            Optional.of("realm.json"),
            declaring()),

    LEAKED(
            "leaked",
            "Finds secrets of the clients of a running server in files, and revokes them on request.",
            """

            The files may be of any size and kind: logs, dumps, archives that are not compressed. Only what has the form
            of a generated secret (csk_...) is sent to the server, which tells whose it is. An auditor may ask, an
            administrator revoke. The exit code is 0 when no secret that was found is live, 2 when one is, 1 when
            something failed.
            """,
            Optional.of("file"),
            asking(List.of(flag("--revoke", "revoke the secrets that are found")))),

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

    /** To sign in to a running server, and what else. */
    private static List<Option> asking(List<Option> more) {
        List<Option> options = new ArrayList<>(List.of(
                optional("--url", "url", "a URL", "the server with its context path; https, or http to loopback"),
                optional("--user", "id", "a client id", "an administrator client with a secret"),
                optional("--password-file", "file", "a file", "a file that holds its secret"),
                optional(
                        "--token-file",
                        "file",
                        "a file",
                        "a file that holds an access token of an administrator client, instead of these two"),
                optional(
                        "--ca",
                        "file",
                        "a file",
                        "the CAs that may vouch for the server, in PEM (those of the Java runtime)")));
        options.addAll(more);
        return List.copyOf(options);
    }

    private static List<Option> declaring() {
        return asking(List.of(
                flag("--dry-run", "print the plan, and change nothing"),
                optional(
                        "--managed-by",
                        "name",
                        "a name",
                        "the list to which the declared clients belong: their member managed_by"),
                flag("--prune", "remove the clients of that list that are not declared"),
                optional(
                        "--secrets",
                        "directory",
                        "a directory",
                        "takes the secrets of new clients, a file <client>.secret for each, which its owner can"
                                + " read; never overwritten. Without it clients are made without a secret")));
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
