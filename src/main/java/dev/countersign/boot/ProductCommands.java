package dev.countersign.boot;

import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.declare.DeclarationException;
import dev.countersign.declare.Declarations;
import dev.countersign.declare.KeycloakImport;
import dev.countersign.declare.LeakedSecrets;
import dev.countersign.declare.ServerAccess;
import dev.countersign.declare.Terms;
import dev.countersign.manage.SecretIssuer.IssuedSecret;
import dev.countersign.manage.SecretIssuer.UnacceptableSecretException;
import dev.countersign.secret.RandomSecretIssuer;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import dev.countersign.text.JsonQuote;
import dev.countersign.token.SigningKeyStore.Edited;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * What the commands of the executable WAR need of the application. The launcher calls these methods by their names and
 * with types of the JDK only, since it has none of the application's classes. Stateless.
 */
public final class ProductCommands {

    private static final String ACTOR = "system";

    private ProductCommands() {}

    /**
     * Hashes a secret as the store keeps it.
     *
     * @param chosen empty: one is made
     * @return a line of JSON with the secret's id and the hash; and behind it the secret, where it was made here
     * @throws IllegalArgumentException when the client's id is none; the message is for people
     * @throws IllegalStateException when the key ring or the secret cannot be used; the message is for people
     */
    public static List<String> hashSecret(String client, Path keyRing, Optional<String> chosen) {
        ClientId id = new ClientId(client);
        RandomSecretIssuer issuer = new RandomSecretIssuer(KeyRingFile.read(keyRing), InstantSource.system());
        try {
            IssuedSecret issued =
                    issuer.issue(id, AuthMethod.CLIENT_SECRET_BASIC, Optional.empty(), "", chosen, Optional.empty());
            String json = "{\"id\": " + JsonQuote.of(issued.registered().id()) + ", \"hash\": "
                    + JsonQuote.of(issued.registered().hash().text()) + "}";
            return chosen.isPresent()
                    ? List.of(json)
                    : List.of(json, new String(issued.value().bytes(), StandardCharsets.US_ASCII));
        } catch (UnacceptableSecretException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /**
     * Makes clients of a running server what files declare.
     *
     * @param options of the command line, by their names; flags have an empty value
     * @param credential the secret of {@code --user}; where that is not given, an access token
     * @param out takes lines for people
     * @return the exit code: 0 as declared, 2 differences that a dry run found, 1 failed
     * @throws IllegalArgumentException when the URL is none that a credential may be sent to, or options do not go
     *     together; the message is for people
     * @throws DeclarationException when nothing was changed; the message is for people
     */
    public static int apply(List<Path> files, Map<String, String> options, String credential, Consumer<String> out)
            throws DeclarationException {
        Terms terms = terms(options);
        return exitCode(new Declarations(server(options, credential), out).apply(files, terms));
    }

    /**
     * Registers the clients of a Keycloak realm on a running server; without {@code --url} only tells what it would
     * take.
     *
     * @return the exit code, as {@link #apply} has it
     * @throws IllegalArgumentException as {@link #apply} does
     * @throws DeclarationException when nothing was changed; the message is for people
     */
    public static int importKeycloak(Path realm, Map<String, String> options, String credential, Consumer<String> out)
            throws DeclarationException {
        Terms terms = terms(options);
        KeycloakImport source = new KeycloakImport(realm, InstantSource.system(), out);
        return exitCode(
                options.containsKey("--url")
                        ? source.into(new Declarations(server(options, credential), out), terms)
                        : source.told());
    }

    /**
     * Finds secrets of the clients of a running server in files.
     *
     * @return the exit code: 0 none of them is live, 2 one is
     * @throws IllegalArgumentException as {@link #apply} does
     * @throws DeclarationException when a file cannot be read, or the server cannot be asked
     */
    public static int leaked(List<Path> files, Map<String, String> options, String credential, Consumer<String> out)
            throws DeclarationException {
        LeakedSecrets leaked = new LeakedSecrets(server(options, credential), out);
        return leaked.look(files, options.containsKey("--revoke")) == 0 ? 0 : 2;
    }

    /**
     * The clients of a running server, as {@link #apply} takes them.
     *
     * @param json whether as JSON; else YAML
     * @throws IllegalArgumentException when the URL is none that a credential may be sent to; the message is for people
     * @throws DeclarationException when the server cannot be read; the message is for people
     */
    public static String export(Map<String, String> options, String credential, boolean json)
            throws DeclarationException {
        return new Declarations(server(options, credential), line -> {}).export(json);
    }

    private static ServerAccess server(Map<String, String> options, String credential) {
        String url = options.getOrDefault("--url", "");
        Optional<Path> authorities = Optional.ofNullable(options.get("--ca")).map(Path::of);
        return options.containsKey("--user")
                ? ServerAccess.bySecret(url, options.getOrDefault("--user", ""), credential, authorities)
                : ServerAccess.byToken(url, credential, authorities);
    }

    private static Terms terms(Map<String, String> options) {
        return new Terms(
                options.containsKey("--dry-run"),
                Optional.ofNullable(options.get("--managed-by")),
                options.containsKey("--prune"),
                Optional.ofNullable(options.get("--secrets")).map(Path::of));
    }

    private static int exitCode(Declarations.Result result) {
        return switch (result) {
            case AS_DECLARED -> 0;
            case FAILED -> 1;
            case DIFFERENT -> 2;
        };
    }

    /**
     * Makes a restored database safe to serve. It may lack what was revoked and which assertions were used since the
     * backup: so all signing keys go, and with them all access tokens, and no journal of used assertions and no
     * row of them counts for what may have been used before this.
     *
     * @param takenAt when the backup was made
     * @throws IllegalStateException when the database or the key ring cannot be used; the message is for people
     */
    public static void adoptRestored(DataSource database, Path keyRing, Instant takenAt) {
        Schema schema = new Schema(database);
        schema.requireKnown();
        schema.migrate();
        InstantSource clock = InstantSource.system();
        try (JdbcStore store = new JdbcStore(database, clock)) {
            MasterKeyCheck.verify(KeyRingFile.read(keyRing), store.masterKeyChecks());
            String detail = "the backup of " + takenAt;
            store.signingKeys().change(keys -> {
                String withdrawn = keys.size() + " keys, all there were in " + detail;
                return new Edited(List.of(), Optional.of(new Change(ACTOR, "signing_key.withdraw", withdrawn)));
            });
            store.guardRuns().begin(UUID.randomUUID());
            store.restoreMark().enter(clock.instant().truncatedTo(ChronoUnit.MICROS));
            store.announcer().announce(Optional.empty(), new Change(ACTOR, "store.restore", detail));
        }
    }
}
