package dev.countersign.bench;

import dev.countersign.bench.RefusalTimes.Kind;
import dev.countersign.container.Container;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.WarCommand;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * What a TLS certificate in a proxy's header costs the processor at {@code /verify}, once it was judged, beside an
 * unguarded servlet, asked in turn (aim: 25 us more). Then whether refusals of certificates tell by their time what is
 * registered (GEN-10).
 */
final class CertificateRun {

    private static final int ROUNDS = 11;
    private static final int WARM_UP_REQUESTS = 60_000;
    private static final int REQUESTS = 10_000;

    private final KeyPair authorityKeys = pair();
    private final X509Certificate authority = certificate("CN=CA", authorityKeys, "CN=CA", authorityKeys, true);
    private final String trusted = header(certificate("CN=CA", authorityKeys, "CN=billing,O=Example", pair(), false));
    private final KeyPair strangersKeys = pair();
    private final String stranger = header(certificate("CN=CA", strangersKeys, "CN=billing,O=Example", pair(), false));

    private CertificateRun() throws GeneralSecurityException, OperatorCreationException, IOException {}

    static void main() throws Exception {
        new CertificateRun().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("countersign-certificates");
        Path authorities = Files.writeString(folder.resolve("ca.pem"), pem(authority));
        WarCommand command = WarCommand.in(folder.resolve("data"))
                .optimizing()
                .of(MeasuredWar.make(Container.war(), folder))
                .withEnvironment("COUNTERSIGN_ADMIN_PASSWORD", LoadRun.PASSWORD)
                .withEnvironment("COUNTERSIGN_TRUSTED_PROXIES", "127.0.0.1")
                .withEnvironment("COUNTERSIGN_REQUIRE_TLS", "false")
                .withEnvironment("COUNTERSIGN_CLIENT_CERTIFICATE_HEADER", "nginx")
                .withEnvironment("COUNTERSIGN_CLIENT_CERTIFICATE_AUTHORITIES", authorities.toString());
        try (ExecutableWar war = command.start()) {
            register(war, "billing", "CN=billing,O=Example");
            register(war, "orders", "CN=orders,O=Example");
            LoadRun.register(war.url(), "self", ",\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"");
            LoadRun.register(war.url(), "secretive", "");
            costs(war);
            refusals(war);
        }
    }

    private static void register(ExecutableWar war, String id, String subject)
            throws IOException, InterruptedException {
        LoadRun.register(
                war.url(),
                id,
                ",\"token_endpoint_auth_method\":\"tls_client_auth\",\"tls_client_auth_subject_dn\":\"" + subject
                        + "\"");
    }

    private void costs(ExecutableWar war) throws Exception {
        ProcessHandle process = ProcessHandle.of(war.pid()).orElseThrow();
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("unguarded servlet", LoadRun.request("/countersign/unguarded", ""));
        requests.put("unguarded servlet with the header", LoadRun.request("/countersign/unguarded", trusted));
        requests.put("certificate at /verify", LoadRun.request("/countersign/verify?client_id=billing", trusted));
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (Map.Entry<String, String> request : requests.entrySet()) {
                MeasuredServer server = new MeasuredServer(process, war.port(), request.getValue());
                double cost = server.cost(round < 0 ? WARM_UP_REQUESTS : REQUESTS);
                if (round >= 0) {
                    costs.computeIfAbsent(request.getKey(), name -> new ArrayList<>())
                            .add(cost);
                }
            }
        }
        costs.forEach((name, each) -> System.out.printf(
                Locale.ROOT,
                "%s: %.1f us of processor time a request%n",
                name,
                each.stream().sorted().toList().get(ROUNDS / 2)));
    }

    private void refusals(ExecutableWar war) throws IOException {
        for (Map.Entry<String, String> certificate :
                Map.of("of the CA", trusted, "of a stranger", stranger).entrySet()) {
            List<Kind> kinds = new ArrayList<>();
            for (String client : List.of("unknown", "orders", "self", "secretive")) {
                kinds.add(new Kind(
                        "a certificate " + certificate.getKey() + " for " + client,
                        (i, source) -> LoadRun.request(
                                        "/countersign/verify?client_id=" + client, source + certificate.getValue())
                                .getBytes(StandardCharsets.US_ASCII)));
            }
            new RefusalTimes(war.port()).print(kinds);
        }
    }

    private static KeyPair pair() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate certificate(
            String issuer, KeyPair issuerKeys, String subject, KeyPair keys, boolean isAuthority)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        Instant now = InstantSource.system().instant();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(issuer),
                BigInteger.valueOf(now.toEpochMilli()),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(Duration.ofDays(1))),
                new X500Principal(subject),
                keys.getPublic());
        if (isAuthority) {
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        return new JcaX509CertificateConverter()
                .getCertificate(
                        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuerKeys.getPrivate())));
    }

    /** The line that nginx sends. */
    private static String header(X509Certificate certificate) throws GeneralSecurityException {
        return "X-SSL-Client-Cert: "
                + URLEncoder.encode(pem(certificate), StandardCharsets.US_ASCII).replace("+", "%20") + "\r\n";
    }

    private static String pem(X509Certificate certificate) throws GeneralSecurityException {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }
}
