package com.example.ldap;

import dev.countersign.client.Client;
import dev.countersign.client.ClientCertificate;
import dev.countersign.client.ClientCertificate.Kind;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.ClientSecret;
import dev.countersign.client.ClientStore;
import dev.countersign.client.ClientStoreContract;
import dev.countersign.it.Slapd;
import dev.countersign.tls.TestCertificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** The contract of stores over the example, and a directory that is not there in each of the ways that there are. */
@Tag("full")
class LdapClientStoreContractIT extends ClientStoreContract {

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int made;

    @AfterEach
    void close() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
    }

    @Override
    protected ClientStore storeOf(List<Client> clients) throws Exception {
        Slapd server = slapd();
        StringBuilder entries = new StringBuilder();
        for (Client client : clients) {
            entries.append(entry(client));
        }
        if (!clients.isEmpty()) {
            server.with(entries.toString());
        }
        return store(server.start().settings());
    }

    @Override
    protected List<ClientStore> unavailable() throws Exception {
        Slapd server = slapd().start();
        Map<String, String> refused = server.settings();
        refused.put(
                "passwordFile",
                Files.writeString(folder.resolve("wrong"), "wrong").toString());
        Map<String, String> distrusted = server.settings();
        distrusted.put(
                "trust", TestCertificate.of("dns:other.example", folder).pem().toString());
        Map<String, String> elsewhere = server.settings();
        elsewhere.put("base", "ou=none,dc=example,dc=com");
        Map<String, String> silent = server.settings();
        ServerSocket neverAnswers = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        open.add(neverAnswers);
        silent.put("url", "ldaps://localhost:" + neverAnswers.getLocalPort());
        Slapd misnamed = new Slapd(folder.resolve("misnamed"), "dns:other.example");
        open.add(misnamed);
        misnamed.start();
        Slapd stopped = slapd().start();
        stopped.stop();
        return List.of(
                store(refused),
                store(distrusted),
                store(misnamed.settings()),
                store(elsewhere),
                store(silent),
                store(stopped.settings()));
    }

    /** An entry has a name always, and a key is the one of a certificate, named by its hash. */
    @Override
    protected Client kept(Client given) {
        ClientProfile profile = given.profile();
        return given.with(new ClientProfile(
                name(given),
                profile.description(),
                profile.accessType(),
                profile.enabled(),
                profile.method(),
                profile.scopes(),
                profile.audience(),
                profile.administrator(),
                profile.properties()));
    }

    @Override
    protected List<ClientCertificate> keys() throws GeneralSecurityException {
        try {
            return List.of(
                    certificate(TestCertificate.of("dns:one.example", folder)),
                    certificate(TestCertificate.of("dns:two.example", folder)));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Slapd slapd() throws Exception {
        Slapd server = new Slapd(folder.resolve("slapd-" + made++));
        open.add(server);
        return server;
    }

    private ClientStore store(Map<String, String> settings) {
        // Enough for a first connection on a busy machine.
        settings.put("timeout", "PT5S");
        LdapClientStore store = new LdapClientStore(LdapSettings.of(name -> Optional.ofNullable(settings.get(name))));
        open.add(store);
        return store;
    }

    private static ClientCertificate certificate(TestCertificate made) throws IOException, GeneralSecurityException {
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(made.pem())));
        String hash = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        return new ClientCertificate(
                hash,
                hash,
                "",
                Kind.CERTIFICATE,
                Base64.getEncoder().encodeToString(certificate.getEncoded()),
                Instant.EPOCH,
                Optional.of(certificate.getNotAfter().toInstant()),
                Optional.empty());
    }

    private static String name(Client client) {
        String name = client.profile().name();
        return name.isEmpty() ? client.id().value() : name;
    }

    private String entry(Client client) {
        ClientProfile profile = client.profile();
        String unit = "e" + made++;
        StringBuilder entry = new StringBuilder("dn: ou=" + unit + ',' + Slapd.BASE + '\n')
                .append("objectClass: applicationProcess\nobjectClass: countersignClient\n")
                .append("ou: " + unit + '\n')
                .append(Slapd.line("countersignClientId", client.id().value()))
                .append(Slapd.line("cn", name(client)))
                .append("countersignAccessType: " + profile.accessType().wireName() + '\n')
                .append("countersignEnabled: " + (profile.enabled() ? "TRUE" : "FALSE") + '\n')
                .append("countersignAdministrator: " + (profile.administrator() ? "TRUE" : "FALSE") + '\n')
                .append("countersignMethod: " + profile.method() + '\n');
        if (!profile.description().isEmpty()) {
            entry.append(Slapd.line("description", profile.description()));
        }
        profile.scopes().tokens().forEach(scope -> entry.append("countersignScope: " + scope + '\n'));
        profile.audience().forEach(audience -> entry.append("countersignAudience: " + audience + '\n'));
        profile.properties()
                .forEach((name, value) -> entry.append(Slapd.line("countersignProperty", name + '=' + value)));
        client.secrets().forEach(secret -> entry.append(Slapd.line("countersignSecret", json(secret))));
        client.certificates()
                .forEach(certificate -> entry.append("userCertificate;binary:: " + certificate.der() + '\n'));
        return entry.append('\n').toString();
    }

    private static String json(ClientSecret secret) {
        String end =
                secret.expiresAt().map(at -> ",\"expires_at\":\"" + at + '"').orElse("");
        return "{\"id\":\"" + secret.id() + "\",\"hash\":\"" + secret.hash().text() + '"' + end + '}';
    }
}
