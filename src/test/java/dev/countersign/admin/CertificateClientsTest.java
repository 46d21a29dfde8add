package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.admin.Exchange.Reply;
import dev.countersign.auth.CertificatePaths.RevocationList;
import dev.countersign.auth.VerificationKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that authenticate by TLS certificates, as administrators register and try them (RFC 8705). */
class CertificateClientsTest {

    private static final String CLIENT = "/admin/clients/tls";
    private static final String METHOD = "\"token_endpoint_auth_method\":\"tls_client_auth\"";
    private static final String SELF_SIGNED = "\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"";
    private static final String NAME = "\"tls_client_auth_subject_dn\":\"CN=app,O=Example\"";
    private static final String HOST = "\"tls_client_auth_san_dns\":\"app.example.com\"";

    private AdminServer server;
    private Exchange script;

    @BeforeEach
    void start() throws Exception {
        server = new AdminServer();
        script = server.asScript();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tls_client_auth_subject_dn, 'CN=app,O=Example'",
        "tls_client_auth_san_dns, app.example.com",
        "tls_client_auth_san_uri, spiffe://example.com/app",
        "tls_client_auth_san_ip, 2001:db8::1",
        "tls_client_auth_san_email, app@example.com"
    })
    void mtls2_eachOfTheFiveSubjectsIsRegisteredAlone(String name, String value) throws Exception {
        Reply created = create(METHOD + ",\"" + name + "\":\"" + value + "\"");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json()).containsEntry(name, value).doesNotContainKey("client_secret");
        assertThat(script.get(CLIENT).json()).containsEntry(name, value);
    }

    @Test
    void mtls2_noSubjectIsRefusedAndNoFieldIsToBlame() throws Exception {
        Reply refused = create(METHOD);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
        assertThat(String.valueOf(refused.json().get("detail"))).contains("exactly one of", "this one has 0");
        assertThat(refused.json()).doesNotContainKey("field");
        assertThat(script.get(CLIENT).status()).isEqualTo(404);
    }

    @Test
    void mtls2_twoSubjectsAreRefusedAndOneOfThemIsToBlame() throws Exception {
        Reply refused = create(METHOD + "," + NAME + "," + HOST);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(String.valueOf(refused.json().get("detail"))).contains("exactly one of", "this one has 2");
        assertThat(refused.field()).isEqualTo("tls_client_auth_san_dns");
        assertThat(create(METHOD + "," + NAME + "," + HOST + ",\"tls_client_auth_san_ip\":\"::1\"")
                        .json())
                .doesNotContainKey("field");
        assertThat(script.get(CLIENT).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "tls_client_auth_subject_dn, app",
        "tls_client_auth_san_dns, *.example.com",
        "tls_client_auth_san_uri, /app",
        "tls_client_auth_san_ip, 10.0.0.0/8",
        "tls_client_auth_san_email, example.com",
        "tls_client_auth_ca, 00"
    })
    void mtls2_aSubjectThatIsNoneIsRefusedByItsName(String name, String value) throws Exception {
        assertThat(create(METHOD + ",\"" + name + "\":\"" + value + "\"").field())
                .isEqualTo(name);
    }

    @Test
    void mtls2_aChangeLeavesOneSubject() throws Exception {
        create(METHOD + "," + NAME);

        assertThat(patch("{" + HOST + "}").field()).isEqualTo("tls_client_auth_san_dns");
        assertThat(patch("{\"tls_client_auth_subject_dn\":null}").status()).isEqualTo(400);
        assertThat(patch("{\"client_name\":\"x\"}").status()).isEqualTo(200);
        Reply changed = patch("{\"tls_client_auth_subject_dn\":null," + HOST + "}");
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json())
                .containsEntry("tls_client_auth_san_dns", "app.example.com")
                .doesNotContainKey("tls_client_auth_subject_dn");
    }

    @Test
    void mtls2_aReplacementHasOneSubject() throws Exception {
        create(METHOD + "," + NAME);
        String members = "{\"access_type\":\"confidential\",\"enabled\":true," + METHOD;

        assertThat(script.put(CLIENT, members + "}", "*").status()).isEqualTo(400);
        assertThat(script.put(CLIENT, members + "," + NAME + "," + HOST + "}", "*")
                        .field())
                .isEqualTo("tls_client_auth_san_dns");
        assertThat(script.put(CLIENT, members + "," + HOST + "}", "*").status()).isEqualTo(200);
    }

    @Test
    void mtls2_aChangeToThisMethodNeedsASubjectAndOneAwayFromItTakesItAlong() throws Exception {
        script.post("/admin/clients", "{\"client_id\":\"tls\"}");

        assertThat(patch("{" + METHOD + "}").status()).isEqualTo(400);
        assertThat(patch("{" + METHOD + "," + NAME + "}").status()).isEqualTo(200);
        assertThat(server.client("tls").secrets()).hasSize(1);
        assertThat(patch("{" + SELF_SIGNED + "}").json()).doesNotContainKey("tls_client_auth_subject_dn");
        assertThat(patch("{" + METHOD + "}").status()).isEqualTo(400);
    }

    @Test
    void mtls3_theListBoxNamesTheAuthoritiesByTheirSubjects() throws Exception {
        Map<String, Object> method = script.get("/admin/authenticators").items().stream()
                .filter(item -> "tls_client_auth".equals(item.get("method")))
                .findFirst()
                .orElseThrow();

        List<Object> properties = OpenApi.list(method, "properties");
        assertThat(properties)
                .extracting(property -> OpenApi.object(property).get("name"))
                .containsExactly(
                        "tls_client_auth_subject_dn",
                        "tls_client_auth_san_dns",
                        "tls_client_auth_san_uri",
                        "tls_client_auth_san_ip",
                        "tls_client_auth_san_email",
                        "tls_client_auth_ca");
        assertThat(OpenApi.object(properties.get(0))).doesNotContainKey("labels");
        assertThat(OpenApi.object(properties.get(5)))
                .containsEntry("allowed_values", List.of(server.authority.keyHash()))
                .containsEntry("labels", List.of(PlainAuthority.SUBJECT));
    }

    @Test
    void mtls3_aClientOfAnAuthorityThatWasTakenOutIsReadAndDisabled() throws Exception {
        create(METHOD + "," + NAME + ",\"tls_client_auth_ca\":\"" + server.authority.keyHash() + "\"");
        String saved = script.get(CLIENT).body();
        try (AdminServer other = server.with(new PlainAuthority(AdminServer.START))) {
            Exchange there = other.asScript();

            assertThat(there.get(CLIENT).body()).isEqualTo(saved);
            assertThat(there.patch(CLIENT, "{\"enabled\":false}", "*").status()).isEqualTo(200);
            assertThat(there.patch(CLIENT, "{\"tls_client_auth_ca\":\"00\"}", "*")
                            .field())
                    .isEqualTo("tls_client_auth_ca");
            assertThat(there.patch(CLIENT, "{\"tls_client_auth_ca\":null}", "*").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void mtls2_aClientOfAMethodThatIsNoLongerInstalledIsReadAndChanged() throws Exception {
        create(METHOD + "," + NAME);
        PlainAuthority none = new PlainAuthority(AdminServer.START);
        none.remove();
        try (AdminServer other = server.with(none)) {
            Exchange there = other.asScript();

            assertThat(there.get("/admin/authenticators").body()).doesNotContain("\"tls_client_auth\"");
            assertThat(there.get(CLIENT).json())
                    .containsEntry("token_endpoint_auth_method", "tls_client_auth")
                    .doesNotContainKey("tls_client_auth_subject_dn");
            assertThat(there.get("/admin/clients?search=tls").items()).hasSize(1);
            assertThat(there.patch(CLIENT, "{\"enabled\":false}", "*").status()).isEqualTo(200);
            Reply tried = there.post(CLIENT + "/try", trial(server.authority.issue("CN=app,O=Example")));
            assertThat(String.valueOf(checks(tried).get(4).get("found"))).contains("not installed on this server");
        }
        assertThat(script.get(CLIENT).json()).containsEntry("tls_client_auth_subject_dn", "CN=app,O=Example");
    }

    @Test
    void mtls5_oneSourceOfCertificatesCounts() throws Exception {
        create(SELF_SIGNED);

        assertThat(patch("{\"jwks_uri\":\"https://app.example/k\",\"jwks\":{\"keys\":[]}}")
                        .field())
                .isEqualTo("jwks_uri");
        assertThat(patch("{\"jwks_uri\":\"https://app.example/k\"}").status()).isEqualTo(200);
        Reply kept = script.upload(CLIENT + "/certificates", Upload.of("CERTIFICATE_PEM", "certificate a"));
        assertThat(kept.status()).isEqualTo(201);
        assertThat(kept.body()).contains("kept, but not in use");
        Reply changed = patch("{\"jwks\":{\"keys\":[{\"kid\":\"a\",\"x5c\":[\"MII=\"]}]}}");
        assertThat(changed.json()).containsKey("jwks").doesNotContainKey("jwks_uri");
        assertThat(changed.body()).doesNotContain("x5c), so the client is refused");
    }

    @Test
    void mtls5_aBareKeyDoesNotHelpAndThatIsSaid() throws Exception {
        create(SELF_SIGNED);

        Reply added = script.upload(CLIENT + "/certificates", Upload.of("PUBLIC_KEY_PEM", "key bare"));

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.body()).contains("is refused for now: this client's method compares TLS certificates");
        assertThat(script.upload(CLIENT + "/certificates", Upload.of("CERTIFICATE_PEM", "certificate a"))
                        .body())
                .doesNotContain("is refused for now");
    }

    @Test
    void mtls5_aBareKeyIsToldWhenTheMethodIsChosen() throws Exception {
        create("\"token_endpoint_auth_method\":\"private_key_jwt\"");
        script.upload(CLIENT + "/certificates", Upload.of("PUBLIC_KEY_PEM", "key bare"));

        assertThat(patch("{" + SELF_SIGNED + "}").body())
                .contains("is refused for now: this client's method compares TLS certificates");
        assertThat(patch("{\"client_name\":\"x\"}").body()).doesNotContain("is refused for now");
    }

    @Test
    void mtls5_aKeySetWithoutACertificateIsTold() throws Exception {
        Reply bare = create(SELF_SIGNED + ",\"jwks\":{\"keys\":[{\"kid\":\"a\"}]}");

        assertThat(bare.body()).contains("No key of jwks has a certificate (x5c)");
        assertThat(patch("{\"client_name\":\"x\"}").body()).doesNotContain("x5c");
        assertThat(patch("{\"jwks_uri\":\"https://app.example/k\"}").body())
                .contains("No key at jwks_uri has a certificate (x5c) now");
        server.keySource.serve(new VerificationKey(
                Optional.empty(),
                Optional.of("t"),
                PlainKeySource.KEY,
                Optional.empty(),
                Optional.of(Instant.EPOCH),
                Optional.of(AdminServer.START),
                Optional.empty()));
        assertThat(patch("{\"jwks_uri\":\"https://app.example/other\"}").json()).doesNotContainKey("warnings");
    }

    @Test
    void mtls6_aCertificateIsTriedStepByStep() throws Exception {
        create(METHOD + "," + NAME);

        Reply right = tried(server.authority.issue("O=Example,CN=app", host()) + "text around");
        assertThat(right.json()).as(right.body()).containsEntry("outcome", "refused");
        Reply reordered = tried(server.authority.issue("cn=APP, o=example"));
        assertThat(reordered.json()).as(reordered.body()).containsEntry("outcome", "granted");
        assertThat(checks(reordered))
                .extracting(check -> check.get("id"))
                .containsExactly(
                        "form",
                        "enabled",
                        "confidential",
                        "client",
                        "method",
                        "certificate_path",
                        "certificate_subject");
        Reply stranger = tried(PlainAuthority.selfSigned("CN=app,O=Example"));
        assertThat(stranger.json()).containsEntry("outcome", "refused");
        assertThat(checks(stranger).get(5)).containsEntry("result", "failed");
    }

    @Test
    void mtls6_aCertificateThatCannotBeReadIsACheckThatFails() throws Exception {
        create(METHOD + "," + NAME);

        Reply reply = tried(PlainAuthority.pem(new byte[] {0x30, 0}));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json()).containsEntry("outcome", "refused");
        assertThat(checks(reply)).hasSize(3);
        assertThat(checks(reply).get(0)).containsEntry("id", "form").containsEntry("result", "failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN CERTIFICATE-----",
                "-----BEGIN CERTIFICATE-----\\nAAAA\\n-----END PUBLIC KEY-----",
                "-----BEGIN CERTIFICATE-----\\n!!!!\\n-----END CERTIFICATE-----",
                "\\u0000"
            })
    void mtls6_whatIsNoPemIsRefused(String text) throws Exception {
        create(METHOD + "," + NAME);

        for (String path : List.of(CLIENT + "/try", "/admin/certificate-subjects")) {
            Reply reply = script.post(path, "{\"certificate\":\"" + text + "\"}");

            assertThat(reply.status()).as(text).isEqualTo(400);
            assertThat(reply.field()).isEqualTo("certificate");
        }
    }

    @Test
    void mtls4_aLongChainIsRefused() throws Exception {
        String pem = PlainAuthority.selfSigned("CN=app").repeat(11);

        Reply reply =
                script.post("/admin/certificate-subjects", "{\"certificate\":" + PlainAuthority.quoted(pem) + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(String.valueOf(reply.json().get("detail"))).contains("at most 10 certificates, this one has 11");
        assertThat(script.post(
                                "/admin/certificate-subjects",
                                "{\"certificate\":\"" + "a".repeat(RequestBody.MAX_BODY_BYTES) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void mtls2_theNamesInACertificateAreReadForTheForm() throws Exception {
        String pem = server.authority.issue(
                "1.2.840.113549.1.9.1=app@example.com, CN=app\\, the first, OU=Ä, O=Example",
                host(),
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example.com/app"),
                new GeneralName(GeneralName.iPAddress, "2001:db8::1"),
                new GeneralName(GeneralName.rfc822Name, "app@example.com"));

        Reply read = read(pem);

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json())
                .containsEntry("subject_dn", "emailAddress=app@example.com,CN=app\\, the first,OU=Ä,O=Example")
                .containsEntry("san_dns", List.of("app.example.com"))
                .containsEntry("san_uri", List.of("spiffe://example.com/app"))
                .containsEntry("san_email", List.of("app@example.com"))
                .containsEntry("issuer", PlainAuthority.SUBJECT)
                .containsEntry("not_before", "2026-03-01T10:00:00Z")
                .doesNotContainKey("refusal");
        assertThat(OpenApi.object(OpenApi.list(read.json(), "authorities").get(0)))
                .containsEntry("key_hash", server.authority.keyHash())
                .containsEntry("subject", PlainAuthority.SUBJECT)
                .containsEntry("anchor", true);
        for (String name : List.of("subject_dn", "san_dns", "san_uri", "san_ip", "san_email")) {
            String value = String.valueOf(
                    read.json().get(name) instanceof List<?> names
                            ? names.get(0)
                            : read.json().get(name));
            String member = "\"tls_client_auth_" + name + "\":\"" + value.replace("\\", "\\\\") + "\"";
            assertThat(create(METHOD + "," + member).status()).as(member).isEqualTo(201);
            assertThat(tried(pem).json()).as(member).containsEntry("outcome", "granted");
            script.delete(CLIENT, "*");
        }
    }

    @Test
    void mtls2_aCertificateOfNoConfiguredAuthorityIsReadToo() throws Exception {
        Reply read = read(PlainAuthority.selfSigned("CN=stranger"));

        assertThat(read.json())
                .containsEntry("subject_dn", "CN=stranger")
                .containsEntry("san_dns", List.of())
                .containsEntry("refusal", "UNTRUSTED_CERTIFICATE")
                .containsEntry("authorities", List.of());
        server.authority.fail();
        assertThat(read(PlainAuthority.selfSigned("CN=stranger")).json()).containsEntry("refusal", "UNAVAILABLE");
    }

    @Test
    void mtls2_nothingOfACertificateThatIsReadIsKept() throws Exception {
        int before = server.registry
                .events(Optional.empty(), Optional.empty(), 100)
                .items()
                .size();

        read(PlainAuthority.selfSigned("CN=stranger"));

        assertThat(server.registry
                        .events(Optional.empty(), Optional.empty(), 100)
                        .items())
                .hasSize(before);
        assertThat(server.asNobody()
                        .post("/admin/certificate-subjects", "{\"certificate\":\"x\"}")
                        .status())
                .isEqualTo(401);
        assertThat(script.post("/admin/certificate-subjects", "{}").field()).isEqualTo("certificate");
        assertThat(script.post("/admin/certificate-subjects", "{\"certificate\":\"x\",\"more\":1}")
                        .field())
                .isEqualTo("more");
    }

    @Test
    void mtls3_anAuthorityThatEndsIsListed() throws Exception {
        Map<String, Object> ending =
                OpenApi.object(OpenApi.list(script.get("/admin/expiring").json(), "authorities")
                        .get(0));

        assertThat(ending)
                .containsEntry("key_hash", server.authority.keyHash())
                .containsEntry("subject", PlainAuthority.SUBJECT)
                .containsEntry("anchor", true)
                .containsEntry("expires_at", "2026-03-21T10:00:00Z");
        assertThat(script.get("/admin/expiring?within=P19D").json()).containsEntry("authorities", List.of());
        assertThat(script.get("/admin/expiring?within=P20D").body()).contains(PlainAuthority.SUBJECT);
    }

    @Test
    void mtls4_aRevocationListThatIsDueOrBrokenIsListed() throws Exception {
        server.authority.publish(
                list("soon.crl", Optional.of(AdminServer.START.plusSeconds(3600)), Optional.empty()),
                list("later.crl", Optional.of(AdminServer.START.plus(Duration.ofDays(90))), Optional.empty()),
                list("overdue.crl", Optional.of(AdminServer.START.minusSeconds(1)), Optional.of("it is overdue")),
                list("broken.crl", Optional.empty(), Optional.of("it is no CRL")));

        assertThat(OpenApi.list(script.get("/admin/expiring").json(), "revocation_lists"))
                .extracting(found -> OpenApi.object(found).get("file"))
                .containsExactly("soon.crl", "overdue.crl", "broken.crl");
        assertThat(script.get("/admin/expiring").body())
                .contains("\"issuer\":\"CN=Partner CA,O=Example\"", "\"problem\":\"it is no CRL\"");
    }

    private static RevocationList list(String file, Optional<Instant> nextUpdate, Optional<String> problem) {
        return new RevocationList(file, Optional.of(PlainAuthority.SUBJECT), nextUpdate, problem);
    }

    private static GeneralName host() {
        return new GeneralName(GeneralName.dNSName, "app.example.com");
    }

    private Reply create(String members) throws Exception {
        return script.post("/admin/clients", "{\"client_id\":\"tls\"," + members + "}");
    }

    private Reply patch(String change) throws Exception {
        return script.patch(CLIENT, change, "*");
    }

    private Reply tried(String pem) throws Exception {
        return script.post(CLIENT + "/try", trial(pem));
    }

    private Reply read(String pem) throws Exception {
        return script.post("/admin/certificate-subjects", trial(pem));
    }

    private static String trial(String pem) {
        return "{\"certificate\":" + PlainAuthority.quoted(pem) + "}";
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> checks(Reply reply) {
        return (List<Map<String, Object>>) reply.json().getOrDefault("checks", List.of());
    }
}
