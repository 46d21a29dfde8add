package dev.countersign.bench;

import dev.countersign.bench.RefusalTimes.Kind;
import dev.countersign.container.Container;
import dev.countersign.it.Administrator;
import dev.countersign.it.ExecutableWar;
import dev.countersign.it.Visitor;
import dev.countersign.it.WarCommand;
import dev.countersign.tls.TestCertificate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * What a TLS certificate costs the processor at {@code /verify}, once it was judged, beside an unguarded servlet, asked
 * in turn: in a proxy's header (aim: 25 us more), and of the connection (aim: 10 us more). And whether refusals of
 * certificates tell by their time what is registered (GEN-10).
 */
final class CertificateRun {

    private static final int ROUNDS = 11;
    private static final int WARM_UP_REQUESTS = 60_000;
    private static final int REQUESTS = 10_000;

    private final BenchAuthority authority = new BenchAuthority();
    private final String trusted = header(authority.issue("CN=billing,O=Example", BenchAuthority.pair()));
    private final String stranger = header(new BenchAuthority().issue("CN=billing,O=Example", BenchAuthority.pair()));

    private CertificateRun() throws GeneralSecurityException, OperatorCreationException, IOException {}

    static void main() throws Exception {
        new CertificateRun().run();
    }

    private void run() throws Exception {
        Path folder = Files.createTempDirectory("countersign-certificates");
        Path authorities = Files.writeString(folder.resolve("ca.pem"), BenchAuthority.pem(authority.certificate()));
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
        connections(folder);
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
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("unguarded servlet", LoadRun.request("/countersign/unguarded", ""));
        requests.put("unguarded servlet with the header", LoadRun.request("/countersign/unguarded", trusted));
        requests.put("certificate at /verify", LoadRun.request("/countersign/verify?client_id=billing", trusted));
        print(war, war.port(), requests, Optional.empty());
    }

    /** The certificate is that of the connection, whose TLS the server ends. */
    private static void connections(Path folder) throws Exception {
        TestCertificate server = TestCertificate.ofLocalhost(folder);
        TestCertificate client = TestCertificate.issued("dns:billing.example", folder);
        Path authorities = Files.writeString(folder.resolve("tls-ca.pem"), client.issuerPem());
        Path password = Files.writeString(folder.resolve("password"), TestCertificate.PASSWORD);
        WarCommand command = WarCommand.in(folder.resolve("tls-data"))
                .optimizing()
                .of(MeasuredWar.make(Container.war(), folder))
                .with("--tls-keystore", server.keyStore("PKCS12").toString())
                .with("--tls-password-file", password.toString())
                .withEnvironment("COUNTERSIGN_CLIENT_CERTIFICATE_AUTHORITIES", authorities.toString());
        try (ExecutableWar war = command.start()) {
            Administrator administrator =
                    new Administrator(new Visitor(war.url(), server.trusting()), "admin", war.password());
            HttpResponse<String> created = administrator.post(
                    "/clients",
                    "{\"client_id\":\"billing\",\"token_endpoint_auth_method\":\"tls_client_auth\","
                            + "\"tls_client_auth_san_dns\":\"billing.example\"}");
            if (created.statusCode() != 201) {
                throw new IllegalStateException(created.body());
            }
            Map<String, String> requests = new LinkedHashMap<>();
            requests.put("unguarded servlet over TLS", LoadRun.request("/countersign/unguarded", ""));
            requests.put(
                    "certificate of the connection at /verify",
                    LoadRun.request("/countersign/verify?client_id=billing", ""));
            print(war, war.port(), requests, Optional.of(client.presentingTo(server)));
        }
    }

    private static void print(ExecutableWar war, int port, Map<String, String> requests, Optional<SSLContext> tls)
            throws Exception {
        ProcessHandle process = ProcessHandle.of(war.pid()).orElseThrow();
        Map<String, List<Double>> costs = new LinkedHashMap<>();
        for (int round = -1; round < ROUNDS; round++) {
            for (Map.Entry<String, String> request : requests.entrySet()) {
                MeasuredServer server = new MeasuredServer(process, port, request.getValue(), tls);
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

    /** The line that nginx sends. */
    private static String header(X509Certificate certificate) throws GeneralSecurityException {
        return "X-SSL-Client-Cert: " + BenchAuthority.escaped(certificate) + "\r\n";
    }
}
