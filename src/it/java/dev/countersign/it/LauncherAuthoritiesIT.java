package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.tls.TestCertificate;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS client certificates of a CA that openssl runs, its revocation list, and tokens that are bound to them. */
class LauncherAuthoritiesIT {

    /** One CA, another one of the same name with another key, and what they have issued. */
    private static final String AUTHORITIES = """
            set -eu
            cd "$FOLDER"
            key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
            ca() {
                mkdir "$1"; key "$1"; touch "$1/index.txt"; echo 10 > "$1/serial"
                openssl req -x509 -new -key "$1.key" -subj /O=Example/CN=Clients -days 30 -out "$1.pem" \\
                    -addext keyUsage=critical,keyCertSign,cRLSign
                printf '%s\\n' '[ca]' 'default_ca=d' '[d]' "database=$1/index.txt" "new_certs_dir=$1" "serial=$1/serial" \\
                    "certificate=$1.pem" "private_key=$1.key" default_md=sha256 default_days=20 default_crl_days=1 \\
                    unique_subject=no policy=p '[p]' organizationName=optional commonName=supplied \\
                    '[leaf]' extendedKeyUsage=clientAuth > "$1.cnf"
            }
            issue() {
                ca="$1"; name="$2"; subject="$3"; shift 3
                key "$name"
                openssl req -new -key "$name.key" -subj "$subject" -out "$name.csr"
                openssl ca -batch -config "$ca.cnf" -extensions leaf -in "$name.csr" -notext -out "$name.pem" "$@"
            }
            ca one
            ca two
            issue one billing /O=Example/CN=billing
            issue one reports /O=Example/CN=reports
            issue one expired /O=Example/CN=billing -startdate 20200101000000Z -enddate 20200201000000Z
            issue one revoked /O=Example/CN=billing
            issue two foreign /O=Example/CN=billing
            openssl ca -config one.cnf -revoke revoked.pem
            openssl ca -config one.cnf -gencrl -out crl.pem
            """;

    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static ExecutableWar war;
    private static Administrator administrator;

    @BeforeAll
    static void start() throws Exception {
        Shell.run(AUTHORITIES + " 2>&1\n", Map.of("FOLDER", folder.toString()));
        server = TestCertificate.ofLocalhost(folder);
        war = WarCommand.in(folder.resolve("data"))
                .with("--tls-keystore", server.keyStore("PKCS12").toString())
                .with(
                        "--tls-password-file",
                        Files.writeString(folder.resolve("password"), TestCertificate.PASSWORD)
                                .toString())
                .withEnvironment(
                        "COUNTERSIGN_CLIENT_CERTIFICATE_AUTHORITIES",
                        folder.resolve("one.pem").toString())
                .withEnvironment(
                        "COUNTERSIGN_CLIENT_CERTIFICATE_REVOCATION_LISTS",
                        folder.resolve("crl.pem").toString())
                .start();
        administrator = new Administrator(new Visitor(war.url(), server.trusting()), "admin", war.password());
        create("""
                {"client_id":"billing","token_endpoint_auth_method":"tls_client_auth",
                 "tls_client_auth_subject_dn":"cn=Billing, o=Example",
                 "tls_client_certificate_bound_access_tokens":true}""");
    }

    private static HttpResponse<String> create(String client) throws Exception {
        HttpResponse<String> created = administrator.post("/clients", client);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created;
    }

    @AfterAll
    static void stop() {
        if (war != null) {
            war.close();
        }
    }

    @Test
    void mtls3_aCertificateOfTheCaWithTheSubjectIsTheClient() throws Exception {
        assertThat(verify("billing")).isEqualTo("204 billing tls_client_auth");
    }

    @Test
    void mtls4_noOtherOneIs() throws Exception {
        assertThat(verify("reports")).as("another client's").startsWith("401");
        assertThat(verify("expired")).as("an expired one").startsWith("401");
        assertThat(verify("foreign")).as("by another CA of the same name").startsWith("401");
        assertThat(verify("revoked")).as("a revoked one").startsWith("401");
    }

    @Test
    void whyItIsRefusedNamesTheStep() throws Exception {
        assertThat(firstFailure("reports")).isEqualTo("certificate_subject");
        assertThat(firstFailure("expired")).isEqualTo("certificate_dates");
        assertThat(firstFailure("foreign")).isEqualTo("certificate_path");
        assertThat(firstFailure("revoked")).isEqualTo("certificate_revocation");
        assertThat(firstFailure("billing")).isEqualTo("none");
    }

    @Test
    void theHealthOfTheNodeTellsOfItsRevocationLists() throws Exception {
        assertThat(curl("billing", "\"$URL/health/ready\""))
                .contains("{\"name\":\"revocationLists\",\"status\":\"UP\"}");
    }

    @Test
    void mtls2_exactlyOneSubjectIsRegistered() throws Exception {
        for (String subjects :
                new String[] {"", ",\"tls_client_auth_subject_dn\":\"CN=a\",\"tls_client_auth_san_dns\":\"a.example\""
                }) {
            HttpResponse<String> refused = administrator.post(
                    "/clients",
                    "{\"client_id\":\"two\",\"token_endpoint_auth_method\":\"tls_client_auth\"" + subjects + "}");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
            assertThat(refused.body()).contains("exactly one");
        }
    }

    @Test
    void aBoundTokenIsGoodOverConnectionsWithItsCertificateOnly() throws Exception {
        String token = curl("billing", "-d grant_type=client_credentials -d client_id=billing \"$URL/token\"")
                .replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1");
        String bearer = "-o /dev/null -w '%{http_code}' -H \"Authorization: Bearer " + token + "\" \"$URL/verify\"";

        assertThat(curl("billing", bearer)).isEqualTo("204");
        assertThat(curl("reports", bearer)).isEqualTo("401");
        assertThat(curl("", bearer)).isEqualTo("401");
        assertThat(curl("billing", "-d client_id=billing -d \"token=" + token + "\" \"$URL/introspect\""))
                .contains("\"active\":true")
                .containsPattern("\"cnf\":\\{\"x5t#S256\":\"[A-Za-z0-9_-]{43}\"}");
    }

    @Test
    void aSecretAloneBuysNoBoundToken() throws Exception {
        String secret = create("{\"client_id\":\"bound\",\"tls_client_certificate_bound_access_tokens\":true}")
                .body()
                .replaceFirst("(?s).*\"client_secret\":\"([^\"]*)\".*", "$1");
        String fetch = "-u bound:" + secret + " -d grant_type=client_credentials \"$URL/token\"";

        assertThat(curl("", "-w ' %{http_code}' " + fetch))
                .contains("invalid_request")
                .endsWith(" 400");
        assertThat(curl("reports", "-w ' %{http_code}' " + fetch))
                .as("any certificate will do: the secret is the credential")
                .endsWith(" 200");
    }

    private static String firstFailure(String certificate) throws Exception {
        String pem = Files.readString(folder.resolve(certificate + ".pem")).replace("\n", "\\n");
        HttpResponse<String> tried = administrator.post("/clients/billing/try", "{\"certificate\":\"" + pem + "\"}");
        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        String failed = tried.body().replaceFirst("(?s).*?\"id\":\"([^\"]*)\",\"result\":\"failed\".*", "$1");
        return failed.equals(tried.body()) ? "none" : failed.replaceFirst("(?s).*\"id\":\"", "");
    }

    /** The answer's status, and who the client is. */
    private static String verify(String certificate) throws Exception {
        return curl(certificate, "-D - -o /dev/null -w '%{http_code}' \"$URL/verify?client_id=billing\"")
                .replaceFirst("(?is).*x-client-id: (\\S+).*x-client-auth-method: (\\S+).*?(\\d{3})$", "$3 $1 $2")
                .replaceFirst("(?s).*?(\\d{3})$", "$1");
    }

    private static String curl(String certificate, String options) throws Exception {
        String own = certificate.isEmpty()
                ? ""
                : "--cert \"$FOLDER/" + certificate + ".pem\" --key \"$FOLDER/" + certificate + ".key\" ";
        return Shell.run(
                        "curl -s --cacert \"$CA\" " + own + options + "\n",
                        Map.of("URL", war.url(), "CA", server.pem().toString(), "FOLDER", folder.toString()))
                .strip();
    }
}
