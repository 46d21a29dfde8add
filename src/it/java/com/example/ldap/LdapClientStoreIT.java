package com.example.ldap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.ClientId;
import dev.countersign.client.UnavailableException;
import dev.countersign.it.FreePort;
import dev.countersign.it.Slapd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is dangerous about directories, on OpenLDAP. */
@Tag("full")
class LdapClientStoreIT {

    private static final ClientId BILLING = new ClientId("billing");
    private static final String HASH = "hmac-sha256$k1$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static final AtomicInteger READ = new AtomicInteger();

    @TempDir
    Path folder;

    private Slapd server;
    private LdapClientStore store;

    @BeforeEach
    void prepare() throws Exception {
        server = new Slapd(folder.resolve("slapd"))
                .with("billing", client("billing", "{\"id\":\"s1\",\"hash\":\"" + HASH + "\"}"));
        Map<String, String> settings = server.settings();
        settings.put("connections", "2");
        // Enough for a first connection on a busy machine.
        settings.put("timeout", "PT5S");
        store = new LdapClientStore(LdapSettings.of(name -> Optional.ofNullable(settings.get(name))));
    }

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    @Test
    void adm8_itSignsInOncePerConnectionAndAsksForWhatItNeedsOnly() throws Exception {
        server.start();

        for (int i = 0; i < 20; i++) {
            assertThat(store.find(BILLING)).isPresent();
            assertThat(store.find(new ClientId("unknown"))).isEmpty();
        }

        String log = server.log();
        assertThat(log.lines().filter(line -> line.contains(" BIND dn=")).count())
                .as(log)
                .isBetween(1L, 2L * 2);
        assertThat(log.lines().filter(line -> line.contains("SRCH base="))).hasSize(40);
        assertThat(log.lines().filter(line -> line.contains("SRCH attr=")))
                .hasSize(40)
                .noneMatch(line -> line.contains("userPassword") || line.contains("*"));
    }

    @Test
    void gen11_aServerThatStallsIsNotWaitedForAndItsReturnIsSeen() throws Exception {
        server.start();
        assertThat(store.find(BILLING)).isPresent();

        server.signal("STOP");
        long start = System.nanoTime();
        assertUnavailable("did not answer within PT5S");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
        server.signal("CONT");

        assertThat(store.find(BILLING)).isPresent();
    }

    @Test
    void gen11_aServerThatWasStartedAnewIsAskedAtOnce() throws Exception {
        server.start();
        assertThat(store.find(BILLING)).isPresent();

        server.stop();
        assertUnavailable("cannot tell");
        server.start();

        assertThat(store.find(BILLING)).isPresent();
        server.stop();
        server.start();
        assertThat(store.find(BILLING)).as("by a connection that has died").isPresent();
    }

    @Test
    void adm8_aReferralIsNotFollowed() throws Exception {
        try (ServerSocket other = new ServerSocket(FreePort.next(), 10, InetAddress.getLoopbackAddress())) {
            String reference = "ldap://localhost:" + other.getLocalPort() + "/ou=clients,dc=other";
            server.with("dn: ou=elsewhere," + Slapd.BASE + "\nobjectClass: referral\nobjectClass: extensibleObject\n"
                            + "ou: elsewhere\nref: " + reference + "\n")
                    .start();

            // The client could be there.
            assertUnavailable("Referral");
            other.setSoTimeout(1);
            assertThatThrownBy(other::accept).isInstanceOf(IOException.class);
        }
    }

    @Test
    void twoEntriesOfOneIdAreNone() throws Exception {
        server.with("again", client("billing", "{\"id\":\"s2\",\"hash\":\"" + HASH + "\"}"))
                .start();

        assertUnavailable("2 entries have the client id 'billing'");
    }

    @Test
    void adm8_aSerializedObjectIsNotRead() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Planted());
        }
        server.with("dn: ou=planted," + Slapd.BASE
                        + "\nobjectClass: applicationProcess\nobjectClass: javaSerializedObject\n"
                        + "objectClass: countersignClient\nou: planted\ncn: planted\ncountersignClientId: planted\n"
                        + "javaClassName: " + Planted.class.getName() + "\njavaSerializedData:: "
                        + Base64.getEncoder().encodeToString(bytes.toByteArray()) + "\n")
                .start();

        assertThat(store.find(new ClientId("planted"))).isPresent();
        assertThat(READ).hasValue(0);
    }

    @Test
    void sec6_aSecretThatCannotBeReadIsNoRefusalAndIsNotShown() throws Exception {
        server.with("broken", client("broken", "{\"hash\":\"" + HASH + "\"}")).start();

        assertThatThrownBy(() -> store.find(new ClientId("broken")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("ou=broken," + Slapd.BASE)
                .hasMessageContaining("countersignSecret")
                .hasMessageNotContaining(HASH);
        assertThat(store.find(BILLING)).isPresent();
    }

    @Test
    void aPasswordThatIsEmptyIsNotSent() throws Exception {
        server.start();
        Files.writeString(server.passwordFile(), "\n");

        assertUnavailable("the password is empty");
        server.passwordFile();
        assertThat(store.find(BILLING)).as("the file is read anew").isPresent();
    }

    @Test
    void aStoreThatIsClosedCannotTell() throws Exception {
        server.start();
        assertThat(store.find(BILLING)).isPresent();

        store.close();

        assertUnavailable("closed");
    }

    private void assertUnavailable(String why) {
        assertThatThrownBy(() -> store.find(BILLING))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining(why);
    }

    private static Map<String, List<String>> client(String id, String secret) {
        return Map.of(
                "cn", List.of(id),
                "countersignClientId", List.of(id),
                "countersignSecret", List.of(secret));
    }

    /** Tells when it is read from bytes. */
    private static final class Planted implements Serializable {

        private static final long serialVersionUID = 1;

        private Object readResolve() {
            READ.incrementAndGet();
            return this;
        }
    }
}
