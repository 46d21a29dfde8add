package dev.countersign.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.container.Page;
import dev.countersign.kit.ClientCertificate;
import dev.countersign.kit.TokenClient;
import dev.countersign.kit.TokenException;
import dev.countersign.tls.TestCertificate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.endpoint.OAuth2ClientCredentialsGrantRequest;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.web.client.RestClient;

/** Clients that sign in by a TLS certificate at the port that asks for one, as {@code src/doc/clients.md} has them. */
class CertificateClientsIT {

    private static final Page PAGE = Page.at("src/doc/clients.md");

    @TempDir
    static Path folder;

    private static TestCertificate server;
    private static TestCertificate billing;
    private static TestCertificate stranger;
    private static ExecutableWar war;

    @BeforeAll
    static void start() throws Exception {
        server = TestCertificate.ofLocalhost(folder);
        billing = TestCertificate.of("dns:billing.example", folder);
        stranger = TestCertificate.of("dns:stranger.example", folder);
        Path password = Files.writeString(folder.resolve("password"), TestCertificate.PASSWORD);
        war = ExecutableWar.in(folder.resolve("data"))
                .with("--tls-keystore", server.keyStore("PKCS12").toString())
                .with("--tls-password-file", password.toString(), "--mtls-port", "0")
                .start();
        Administrator administrator =
                new Administrator(new Visitor(war.url(), server.trusting()), "admin", war.password());
        HttpResponse<String> created = administrator.post(
                "/clients",
                "{\"client_id\":\"billing\",\"token_endpoint_auth_method\":\"self_signed_tls_client_auth\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        HttpResponse<String> uploaded =
                administrator.upload("billing", "CERTIFICATE_PEM", Files.readString(billing.pem()));
        assertThat(uploaded.statusCode()).as(uploaded.body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        war.close();
    }

    @Test
    void mtls5_theKitFindsThePortForCertificatesByTheIssuer() throws Exception {
        assertGood(TokenClient.ofIssuer(URI.create(war.url()), "billing", kit(billing))
                .token());
        assertGood(TokenClient.ofEndpoint(URI.create(war.mtlsUrl() + "/token"), "billing", kit(billing))
                .token());
    }

    @Test
    void mtls6_theKitTellsThatAnotherCertificateIsRefused() throws Exception {
        TokenClient tokens = TokenClient.ofIssuer(URI.create(war.url()), "billing", kit(stranger));

        assertThatThrownBy(tokens::token)
                .isInstanceOfSatisfying(
                        TokenException.class, e -> assertThat(e.error()).contains("invalid_client"));
    }

    @Test
    void mtls5_springSignsIn() throws Exception {
        HttpClient http =
                HttpClient.newBuilder().sslContext(billing.presentingTo(server)).build();
        RestClient restClient = RestClient.builder()
                .requestFactory(new JdkClientHttpRequestFactory(http))
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build();
        RestClientClientCredentialsTokenResponseClient tokens = new RestClientClientCredentialsTokenResponseClient();
        tokens.setRestClient(restClient);
        tokens.addParametersConverter(grant -> new LinkedMultiValueMap<>());
        ClientRegistration registration = ClientRegistration.withRegistrationId("countersign")
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientAuthenticationMethod(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
                .clientId("billing")
                .tokenUri(war.mtlsUrl() + "/token")
                .build();

        assertGood(tokens.getTokenResponse(new OAuth2ClientCredentialsGrantRequest(registration))
                .getAccessToken()
                .getTokenValue());
    }

    @Test
    void mtls5_curlSignsInByTheLinesOfThePage() throws Exception {
        String said = Shell.run(
                PAGE.script("With a TLS certificate")
                        .replace("billing.pem", billing.pem().toString())
                        .replace("billing.key", billing.keyPem().toString()),
                Map.of("ISSUER", war.mtlsUrl(), "CURL_CA_BUNDLE", server.pem().toString()));

        assertThat(said).contains(" 204 ").containsIgnoringCase("X-Client-Id: billing");
        assertGood(said.replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1"));
    }

    /** The page's own lines for Java without a library, in a process of its own, whose Java trusts the server. */
    @Test
    void mtls5_javasHttpClientSignsInByTheLinesOfThePage(@TempDir Path sources) throws Exception {
        String lines = PAGE.blocks("With a TLS certificate", "java").get(1);
        assertThat(lines).startsWith("KeyStore store = ");
        Path source = Files.writeString(sources.resolve("SignIn.java"), """
                import java.net.URI;
                import java.net.http.*;
                import java.nio.file.Path;
                import java.security.KeyStore;
                import javax.net.ssl.*;

                public final class SignIn {
                    public static void main(String[] arguments) throws Exception {
                        String issuer = arguments[0];
                        char[] password = arguments[1].toCharArray();
                LINES
                        System.out.print(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
                    }
                }
                """.replace("LINES", lines)
                .replace("/etc/billing/tls.p12", billing.keyStore("PKCS12").toString()));

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djavax.net.ssl.trustStore=" + server.keyStore("PKCS12"),
                        "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD,
                        source.toString(),
                        war.mtlsUrl(),
                        TestCertificate.PASSWORD)
                .redirectErrorStream(true)
                .start();
        Output output = Output.of(process.getInputStream());
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly();
        output.awaitEnd();

        assertThat(ended).as(output.text()).isTrue();
        assertThat(process.exitValue()).as(output.text()).isZero();
        assertGood(output.text().replaceFirst("(?s).*\"access_token\":\"([^\"]*)\".*", "$1"));
    }

    private static void assertGood(String token) throws Exception {
        HttpResponse<String> verified =
                new Visitor(war.url(), server.trusting()).get("/verify", "Authorization", "Bearer " + token);
        assertThat(verified.statusCode()).isEqualTo(204);
        assertThat(verified.headers().firstValue("X-Client-Id")).contains("billing");
    }

    private static ClientCertificate kit(TestCertificate certificate) throws Exception {
        KeyStore servers =
                KeyStore.getInstance(server.keyStore("PKCS12").toFile(), TestCertificate.PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server", servers.getCertificate(servers.aliases().nextElement()));
        return ClientCertificate.inKeyStore(certificate.keyStore("PKCS12"), TestCertificate.PASSWORD::toCharArray)
                .trusting(trusted);
    }
}
