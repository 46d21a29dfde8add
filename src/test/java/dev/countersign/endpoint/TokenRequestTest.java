package dev.countersign.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.AccessType;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.Client;
import dev.countersign.client.ClientId;
import dev.countersign.client.ClientProfile;
import dev.countersign.client.Scopes;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a token is asked for, and what of it the client gets. */
class TokenRequestTest {

    private static final URI ISSUER = URI.create("https://sentry.example/countersign");
    private static final Set<String> REPEATABLE = Set.of("resource", "audience");
    private static final Scopes REGISTERED = Scopes.parse("read write");

    @Test
    void gen4_onlyWhatMayBeRepeatedIs() throws OAuthException {
        Parameters parameters = parameters("resource=a", "resource=", "resource=b", "scope=read", "empty=");

        assertThat(parameters.all("resource")).containsExactly("a", "b");
        assertThat(parameters.one("scope")).contains("read");
        // GEN-5
        assertThat(parameters.one("empty")).isEmpty();
        assertThat(parameters.one("missing")).isEmpty();
        assertThat(parameters.all("missing")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"scope", "grant_type", "token", "unknown"})
    void gen4_nothingElseMayBeThereTwice(String name) {
        for (String second : List.of("", "x")) {
            assertThatThrownBy(() -> parameters(name + "=x", name + "=" + second))
                    .isInstanceOfSatisfying(
                            OAuthException.class, e -> assertThat(e.error()).isEqualTo("invalid_request"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', read write", "read, read", "write, write", "write read, write read", "read read, read"})
    void tok3_aPartOfTheScopeIsGranted(String asked, String granted) throws OAuthException {
        assertThat(RequestedScope.of(parameters("scope=" + asked), REGISTERED)).isEqualTo(Scopes.parse(granted));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin",
                "read admin",
                "rea",
                "readd",
                "READ",
                "read,write",
                " read",
                "read ",
                "read  write",
                "\"",
                "\\",
                "é",
                "read\n"
            })
    void tok3_noOtherScopeIs(String asked) {
        assertThatThrownBy(() -> RequestedScope.of(parameters("scope=" + asked), REGISTERED))
                .isInstanceOfSatisfying(
                        OAuthException.class, e -> assertThat(e.error()).isEqualTo("invalid_scope"));
        assertThatThrownBy(() -> RequestedScope.of(parameters("scope=" + asked), Scopes.NONE))
                .isInstanceOf(OAuthException.class);
    }

    @Test
    void tok3_withoutScopeNoneIsGranted() throws OAuthException {
        assertThat(RequestedScope.of(parameters(), Scopes.NONE)).isEqualTo(Scopes.NONE);
    }

    @Test
    void tok3_theWholeAudienceIsTheDefault() throws OAuthException {
        assertThat(audience(client("https://a.example", "urn:b"))).containsExactly("https://a.example", "urn:b");
        assertThat(audience(client())).containsExactly(ISSUER.toString());
        assertThat(audience(client("https://a.example"), "resource=", "audience="))
                .containsExactly("https://a.example");
    }

    @Test
    void tok3_severalAreGrantedOnceEach() throws OAuthException {
        Client client = client("https://a.example", "urn:b", "https://c.example");

        assertThat(audience(client, "resource=urn:b", "resource=https://a.example"))
                .containsExactly("urn:b", "https://a.example");
        assertThat(audience(client, "resource=urn:b", "audience=urn:b", "resource=urn:b"))
                .containsExactly("urn:b");
        assertThat(audience(client, "audience=https://c.example", "resource=urn:b"))
                .containsExactly("urn:b", "https://c.example");
        assertThat(audience(client, "resource=" + ISSUER)).containsExactly(ISSUER.toString());
        assertThat(audience(client(), "audience=" + ISSUER)).containsExactly(ISSUER.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "resource=https://b.example",
                "resource=https://a.example/",
                "resource=HTTPS://a.example",
                "resource=https://a.example#",
                "resource=https://a.example#fragment",
                "resource=a.example",
                "resource=/a",
                "resource=//a.example",
                "resource=a b",
                "resource=%",
                "resource=https://a.example https://b.example",
                "audience=https://b.example",
                "audience=https://a.example/x",
                "audience=a",
            })
    void tok3_noOtherResourceIs(String parameter) {
        Client client = client("https://a.example");
        for (String[] request :
                List.of(new String[] {parameter}, new String[] {"resource=https://a.example", parameter}, new String[] {
                    parameter, "audience=https://a.example"
                })) {
            assertThatThrownBy(() -> audience(client, request)).isInstanceOfSatisfying(OAuthException.class, e -> {
                assertThat(e.error()).isEqualTo("invalid_target");
                // GEN-8: nothing of the request is repeated.
                assertThat(e.description()).matches("[a-zA-Z', ]+");
            });
        }
    }

    private static List<String> audience(Client client, String... parameters) throws OAuthException {
        return RequestedAudience.of(parameters(parameters), client, ISSUER);
    }

    private static Client client(String... audience) {
        ClientProfile profile = new ClientProfile(
                "",
                "",
                AccessType.CONFIDENTIAL,
                true,
                AuthMethod.CLIENT_SECRET_BASIC,
                REGISTERED,
                List.of(audience),
                false,
                Map.of());
        return new Client(new ClientId("billing"), profile, List.of(), 1, Instant.EPOCH, Instant.EPOCH);
    }

    private static Parameters parameters(String... namesAndValues) throws OAuthException {
        Map<String, String[]> values = new HashMap<>();
        for (String parameter : namesAndValues) {
            int equals = parameter.indexOf('=');
            String name = parameter.substring(0, equals);
            String[] before = values.getOrDefault(name, new String[0]);
            String[] after = Arrays.copyOf(before, before.length + 1);
            after[before.length] = parameter.substring(equals + 1);
            values.put(name, after);
        }
        return Parameters.of(values, REPEATABLE);
    }
}
