package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.it.Visitor;
import jakarta.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.Callable;

/** What the scenarios of access tokens share: how a token is fetched, used, looked into and ended. */
interface TokenCalls extends Scenario {

    /** The applications behind a proxy, as the setting {@code resources} names them. */
    String RESOURCES =
            "invoices=https://invoices.example orders=https://orders.example,https://orders.example/metadata";

    String INVOICES = "https://invoices.example";
    String ORDERS = "https://orders.example";

    String CLIENT_CREDENTIALS = "grant_type=client_credentials";
    String INACTIVE = "{\"active\":false}";

    /** A change shows everywhere within a second; the rest is for a machine that is busy with other things. */
    Duration A_SECOND_AND_A_MARGIN = Duration.ofSeconds(3);

    /** A form, by a client with its secret. */
    default HttpResponse<String> send(String path, String id, String secret, String form) throws Exception {
        return visitor().post(path, FORM, form, "Authorization", Visitor.basic(id, secret));
    }

    /** A new token; {@code more} are further parameters, each after an {@code &}. */
    default String token(String id, String secret, String more) throws Exception {
        return accessToken(send("/token", id, secret, CLIENT_CREDENTIALS + more));
    }

    default HttpResponse<String> bearing(String token, String path) throws Exception {
        return visitor().get(path, "Authorization", "Bearer " + token);
    }

    /** What {@code /verify} answers. */
    default int status(String token) throws Exception {
        return bearing(token, "/verify").statusCode();
    }

    default String introspected(String id, String secret, String token) throws Exception {
        HttpResponse<String> answer = send("/introspect", id, secret, "token=" + token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    default HttpResponse<String> revoked(String id, String secret, String token) throws Exception {
        return send("/revoke", id, secret, "token=" + token);
    }

    /** Within a second from now. */
    default void assertDead(String token) throws Exception {
        assertThat(timeUntil(() -> status(token) == 401)).isLessThan(A_SECOND_AND_A_MARGIN);
    }

    static String accessToken(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Scenario.json(answer).getString("access_token");
    }

    static JsonObject header(String token) {
        return part(token, 0);
    }

    static JsonObject claims(String token) {
        return part(token, 1);
    }

    private static JsonObject part(String token, int number) {
        return Scenario.json(
                new String(Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]), StandardCharsets.UTF_8));
    }

    static String base64Url(String text) {
        return base64Url(text.getBytes(StandardCharsets.UTF_8));
    }

    static String base64Url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static void assertError(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body())
                .matches("\\{\"error\":\"" + error
                        + "\",\"error_description\":\"[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]*\"}");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith(JSON);
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().firstValue("WWW-Authenticate").isPresent()).isEqualTo(status == 401);
    }

    /** Fails when it is not so for long. */
    static Duration timeUntil(Callable<Boolean> condition) throws Exception {
        long start = System.nanoTime();
        while (!condition.call()) {
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
