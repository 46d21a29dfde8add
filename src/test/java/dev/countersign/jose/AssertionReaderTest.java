package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.auth.PresentedRequest;
import dev.countersign.auth.Reading;
import dev.countersign.client.AuthMethod;
import dev.countersign.client.ClientId;
import dev.countersign.jws.CompactJws;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which requests have an assertion at all, and the client that an unverifiable one names. */
class AssertionReaderTest {

    private static final String ASSERTION =
            TestKeys.base64Url("{\"alg\":\"RS256\"}") + "." + TestKeys.base64Url("{\"sub\":\"billing\"}") + ".AAAA";

    @Test
    void aRequestWithoutAssertionIsSomebodyElses() {
        assertThat(read(Map.of("client_id", "billing"))).isSameAs(Reading.NOTHING);
    }

    @Test
    void jwt1_halfAnAssertion() {
        assertThat(read(Map.of("client_assertion", ASSERTION))).isInstanceOf(Reading.Broken.class);
        assertThat(read(Map.of("client_assertion_type", AssertionReader.TYPE))).isInstanceOf(Reading.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "urn:ietf:params:oauth:client-assertion-type:saml2-bearer",
                "urn:ietf:params:oauth:client-assertion-type:JWT-bearer",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer ",
                "urn:ietf:params:oauth:grant-type:jwt-bearer",
                "jwt-bearer"
            })
    void jwt1_unsupportedType(String type) {
        assertThat(read(Map.of("client_assertion", ASSERTION, "client_assertion_type", type)))
                .isEqualTo(new Reading.Broken("client_assertion_type is not supported"));
    }

    @Test
    void whatIsWellFormedIsFound() {
        assertThat(read(Map.of("client_assertion", ASSERTION, "client_assertion_type", AssertionReader.TYPE)))
                .isInstanceOfSatisfying(Reading.Found.class, found -> {
                    assertThat(found.credential().clientId()).isEqualTo(new ClientId("billing"));
                    assertThat(found.credential().method()).isEqualTo(AuthMethod.PRIVATE_KEY_JWT);
                });
    }

    @Test
    void jwt1_hopelessOnesNameTheirClientAndMethod() {
        assertThat(AssertionReader.read(ASSERTION + "="))
                .isEqualTo(new Reading.Hopeless(
                        new ClientId("billing"),
                        AuthMethod.PRIVATE_KEY_JWT,
                        "client_assertion: a part is not Base64url"));
        String hmac = TestKeys.base64Url("{\"alg\":\"HS256\"}") + ASSERTION.substring(ASSERTION.indexOf('.'));
        assertThat(AssertionReader.read(hmac + "="))
                .isEqualTo(new Reading.Hopeless(
                        new ClientId("billing"),
                        AuthMethod.CLIENT_SECRET_JWT,
                        "client_assertion: a part is not Base64url"));
        assertThat(AssertionReader.read(ASSERTION.substring(ASSERTION.indexOf('.'))))
                .isEqualTo(new Reading.Hopeless(
                        new ClientId("billing"), AuthMethod.PRIVATE_KEY_JWT, "client_assertion: not a JSON object"));
    }

    @Test
    void jwt1_theLongestAssertion() {
        String head = ASSERTION.substring(0, ASSERTION.lastIndexOf('.') + 1);
        String longest = head + "A".repeat(CompactJws.MAX_CHARS - head.length());

        assertThat(AssertionReader.read(longest)).isNotInstanceOf(Reading.Broken.class);
        assertThat(AssertionReader.read(longest + "A")).isInstanceOf(Reading.Broken.class);
    }

    @Test
    void gen8_whatIsToldToTheSenderIsPlain() {
        Reading.Broken broken = (Reading.Broken) AssertionReader.read("\u0000\u00e9\"");
        assertThat(broken.description()).matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+");
    }

    private static Reading read(Map<String, String> parameters) {
        return new AssertionReader().read(new PresentedRequest() {
            @Override
            public List<String> headers(String name) {
                return List.of();
            }

            @Override
            public Optional<String> parameter(String name) {
                return Optional.ofNullable(parameters.get(name));
            }
        });
    }
}
