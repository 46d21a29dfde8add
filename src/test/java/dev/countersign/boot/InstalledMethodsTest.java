package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countersign.auth.AuthenticatorContext;
import dev.countersign.auth.AuthenticatorProvider;
import dev.countersign.auth.ClientAuthenticator;
import dev.countersign.auth.Contexts;
import dev.countersign.auth.CredentialReader;
import dev.countersign.auth.MethodDescription;
import dev.countersign.auth.Outcome;
import dev.countersign.auth.PluginCredential;
import dev.countersign.auth.PropertyDescription;
import dev.countersign.auth.Reading;
import dev.countersign.auth.Refusal;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.secret.KeyRing;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A plug-in that will not do stops the start with a word that says which one, and why. */
class InstalledMethodsTest {

    private static final AuthMethod KNOCK = new AuthMethod("https://example.com/knock");

    @TempDir
    Path folder;

    private InstalledMethods load(String... providers) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(AuthenticatorProvider.class.getName()), List.of(providers));
        AuthenticatorContext tools = Contexts.of(() -> Instant.EPOCH, KeyRing.parse(TestApplication.KEY.strip()));
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, InstalledMethodsTest.class.getClassLoader())) {
            return InstalledMethods.load(loader, tools);
        }
    }

    private static String named(String provider) {
        return InstalledMethodsTest.class.getName() + '$' + provider;
    }

    @Test
    void aPlugInStandsBesideOurs() throws Exception {
        InstalledMethods installed = load(named("Good"));
        assertThat(installed.descriptions())
                .extracting(description -> description.method())
                .containsExactly(
                        AuthMethod.CLIENT_SECRET_BASIC,
                        AuthMethod.PRIVATE_KEY_JWT,
                        AuthMethod.CLIENT_SECRET_JWT,
                        AuthMethod.SELF_SIGNED_TLS_CLIENT_AUTH,
                        KNOCK);
        assertThat(installed.authenticators()).hasSize(4);
        assertThat(installed.readers()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Missing          | Missing not found
            Hidden           | Hidden
            NoProvider       | not a subtype
            ThrowsAtOnce     | ThrowsAtOnce could not be instantiated
            NeedsMore        | NeedsMore cannot be used: java.lang.NoClassDefFoundError: com/example/Gone
            NoMethods        | NoMethods cannot be used: java.lang.NullPointerException
            NoAuthenticator  | NoAuthenticator cannot be used: java.lang.NullPointerException: it has no authenticator
            NoReaders        | NoReaders cannot be used: java.lang.NullPointerException
            Undescribed      | they must be the same
            Describes        | they must be the same
            Plain            | the method knock is no URI
            Secret           | the method client_secret_basic is no URI
            TwoProperties    | has the property example_word twice
            """)
    void whatWillNotDoStopsTheStart(String provider, String word) {
        assertThatIllegalStateException()
                .isThrownBy(() -> load(named(provider)))
                .withMessageContaining(word);
    }

    @Test
    void twoPlugInsMayNotClaimOneMethod() {
        assertThatIllegalStateException()
                .isThrownBy(() -> load(named("Good"), named("Rival")))
                .withMessageContaining(named("Rival"))
                .withMessageContaining("the method https://example.com/knock is taken by " + named("Good"));
    }

    @Test
    void twoPlugInsMayNotJudgeOneKindOfCredential() {
        assertThatIllegalStateException()
                .isThrownBy(() -> load(named("Good"), named("Judge")))
                .withMessageContaining("are authenticated by " + named("Good") + " already");
    }

    /** Says what it knocks with. */
    public record Knock(ClientId clientId, AuthMethod method) implements PluginCredential {}

    /** One that will do; the others differ from it in one thing each. */
    public static class Good implements AuthenticatorProvider {
        @Override
        public List<MethodDescription> methods() {
            return List.of(described(KNOCK));
        }

        @Override
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            return new Judgement<>(Knock.class, KNOCK);
        }

        @Override
        public List<CredentialReader> readers(AuthenticatorContext context) {
            return List.of(request -> Reading.NOTHING);
        }
    }

    public static final class NoProvider {}

    static final class Hidden extends Good {
        private Hidden() {}
    }

    public static final class ThrowsAtOnce extends Good {
        public ThrowsAtOnce() {
            throw new IllegalStateException("not today");
        }
    }

    public static final class NeedsMore extends Good {
        @Override
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            throw new NoClassDefFoundError("com/example/Gone");
        }
    }

    public static final class NoMethods extends Good {
        @Override
        @SuppressWarnings("NullAway")
        public List<MethodDescription> methods() {
            return null;
        }
    }

    public static final class NoAuthenticator extends Good {
        @Override
        @SuppressWarnings("NullAway")
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            return null;
        }
    }

    public static final class NoReaders extends Good {
        @Override
        @SuppressWarnings("NullAway")
        public List<CredentialReader> readers(AuthenticatorContext context) {
            return null;
        }
    }

    public static final class Undescribed extends Good {
        @Override
        public List<MethodDescription> methods() {
            return List.of();
        }
    }

    public static final class Describes extends Good {
        @Override
        public List<MethodDescription> methods() {
            return List.of(described(KNOCK), described(new AuthMethod("https://example.com/ring")));
        }
    }

    public static final class Plain extends Good {
        @Override
        public List<MethodDescription> methods() {
            return List.of(described(new AuthMethod("knock")));
        }

        @Override
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            return new Judgement<>(Knock.class, new AuthMethod("knock"));
        }
    }

    public static final class Secret extends Good {
        @Override
        public List<MethodDescription> methods() {
            return List.of(described(AuthMethod.CLIENT_SECRET_BASIC));
        }

        @Override
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            return new Judgement<>(Knock.class, AuthMethod.CLIENT_SECRET_BASIC);
        }
    }

    public static final class TwoProperties extends Good {
        @Override
        public List<MethodDescription> methods() {
            PropertyDescription word = new PropertyDescription(
                    "example_word", PropertyDescription.Type.TEXT, List.of(), true, "", value -> Optional.empty());
            return List.of(new MethodDescription(KNOCK, List.of(), "Knock", "", List.of(word, word), false));
        }
    }

    /** Another name for the same. */
    public static final class Rival extends Good {}

    public static final class Judge extends Good {
        @Override
        public List<MethodDescription> methods() {
            return List.of(described(new AuthMethod("https://example.com/ring")));
        }

        @Override
        public ClientAuthenticator<?> authenticator(AuthenticatorContext context) {
            return new Judgement<>(Knock.class, new AuthMethod("https://example.com/ring"));
        }
    }

    private static MethodDescription described(AuthMethod method) {
        return new MethodDescription(method, List.of(), "Knock", "Three times.", List.of(), false);
    }

    private static class Judgement<P extends PluginCredential> implements ClientAuthenticator<P> {
        private final Class<P> kind;
        private final AuthMethod method;

        Judgement(Class<P> kind, AuthMethod method) {
            this.kind = kind;
            this.method = method;
        }

        @Override
        public Class<P> accepts() {
            return kind;
        }

        @Override
        public Set<AuthMethod> methods() {
            return Set.of(method);
        }

        @Override
        public Outcome authenticate(P presented, Client client) {
            return new Outcome.Refused(Refusal.REFUSED_BY_PLUGIN);
        }

        @Override
        public void refuse(P presented) {}
    }
}
