package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.Threads;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Change;
import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.store.jdbc.JdbcStore;
import dev.countersign.store.jdbc.Schema;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the request to the store: which of a client's certificates was used when, and how many end. */
class CertificateUseTest {

    private static final ClientId BILLING = new ClientId("billing");

    /** Past the filter: the servlet behind it has no POST. */
    private static final int LET_IN = 405;

    private static final String WEB_XML = """
            <filter>
              <filter-name>clients</filter-name>
              <filter-class>dev.countersign.http.ClientAuthenticationFilter</filter-class>
            </filter>
            <filter-mapping> <filter-name>clients</filter-name> <url-pattern>/api/*</url-pattern> </filter-mapping>
            """;

    @TempDir
    Path directory;

    private final Instant start = InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
    private final KeyPair oldKey = pair();
    private final KeyPair newKey = pair();
    private final JdbcDataSource database = new JdbcDataSource();

    @BeforeEach
    void register() throws Exception {
        database.setURL("jdbc:h2:file:" + directory.resolve("clients"));
        new Schema(database).migrate();
        try (JdbcStore store = new JdbcStore(database, InstantSource.system())) {
            ClientProfile usual = ClientProfile.confidential();
            ClientProfile profile = new ClientProfile(
                    "",
                    "",
                    usual.accessType(),
                    true,
                    AuthMethod.PRIVATE_KEY_JWT,
                    usual.scopes(),
                    List.of(),
                    false,
                    usual.properties());
            store.clients().create(BILLING, profile, List.of(), new Change("system", "client.create", ""));
            List<ClientCertificate> both =
                    List.of(certificate(oldKey, Duration.ofDays(3)), certificate(newKey, Duration.ofDays(20)));
            store.clients()
                    .update(
                            BILLING,
                            OptionalLong.empty(),
                            client -> client.withCertificates(both),
                            new Change("system", "certificate.add", ""));
        }
    }

    @Test
    void jwt12_theCertificateThatVerifiedIsTheOneThatWasUsed() throws Exception {
        try (TestApplication application =
                new TestApplication(directory, WEB_XML).complete().start()) {
            assertThat(application.post("/api/x", form(newKey))).isEqualTo(LET_IN);
            assertThat(application.post("/api/x", form(pair()))).isEqualTo(401);
        }

        assertThat(uses()).hasSize(2);
        assertThat(uses().get(0)).as("the old one").isEmpty();
        assertThat(uses().get(1))
                .hasValueSatisfying(at ->
                        assertThat(at).isBetween(start, InstantSource.system().instant()));
        Instant ofNew = uses().get(1).orElseThrow();

        try (TestApplication application =
                new TestApplication(directory, WEB_XML).complete().start()) {
            assertThat(application.post("/api/x", form(oldKey))).isEqualTo(LET_IN);
        }

        assertThat(uses().get(0)).isPresent();
        assertThat(uses().get(1)).contains(ofNew);
    }

    @Test
    void whatEndsIsCountedFromTheStartOn() throws Exception {
        ObjectName name = new ObjectName("dev.countersign:type=Credentials,context=/reports");
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        try (TestApplication application =
                new TestApplication(directory, WEB_XML).complete().start()) {
            assertThat(application).isNotNull();
            Instant patience = InstantSource.system().instant().plusSeconds(30);
            while (server.getAttribute(name, "LastLooked").equals("")
                    && InstantSource.system().instant().isBefore(patience)) {
                Thread.onSpinWait();
            }
            assertThat(server.getAttribute(name, "EndingWithin1Day")).isEqualTo(0L);
            assertThat(server.getAttribute(name, "EndingWithin7Days")).isEqualTo(1L);
            assertThat(server.getAttribute(name, "EndingWithin30Days")).isEqualTo(2L);
        }
        assertThat(server.isRegistered(name)).isFalse();
        Threads.assertNone("countersign-expiry");
    }

    private List<Optional<Instant>> uses() {
        try (JdbcStore store = new JdbcStore(database, InstantSource.system())) {
            return store.clients().find(BILLING).map(Client::certificates).orElseThrow().stream()
                    .map(ClientCertificate::lastUsedAt)
                    .toList();
        }
    }

    private ClientCertificate certificate(KeyPair pair, Duration validity) throws Exception {
        X500Principal name = new X500Principal("CN=billing");
        byte[] der = new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(start.minusSeconds(60)),
                        Date.from(start.plus(validity)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()))
                .getEncoded();
        return new ClientCertificate(
                UUID.randomUUID().toString(),
                "kid",
                "",
                ClientCertificate.Kind.CERTIFICATE,
                Base64.getEncoder().encodeToString(der),
                start,
                Optional.of(start.plus(validity)),
                Optional.empty());
    }

    private String form(KeyPair pair) throws Exception {
        String claims = "{\"iss\":\"billing\",\"sub\":\"billing\",\"aud\":\"https://auth.example.com\",\"exp\":"
                + (InstantSource.system().instant().getEpochSecond() + 60) + ",\"jti\":\"" + UUID.randomUUID() + "\"}";
        String input = base64Url("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + base64Url(claims.getBytes(StandardCharsets.US_ASCII));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(pair.getPrivate());
        signature.update(input.getBytes(StandardCharsets.US_ASCII));
        return "client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
                + input + "." + base64Url(signature.sign());
    }

    private static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
