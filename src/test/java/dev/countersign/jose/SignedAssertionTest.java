package dev.countersign.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import dev.countersign.jws.JwsHeader;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedAssertionTest {

    @Test
    void whatWasFoundNamesAudienceKeyAndExpiry() throws Exception {
        assertThat(found(Map.of("alg", "RS256", "kid", "k1"), Map.of("aud", List.of("https://a", "https://b"))))
                .isEqualTo("aud=\"[https://a, https://b]\" kid=\"k1\"");
        assertThat(found(Map.of("alg", "RS256"), Map.of("exp", "soon"))).isEqualTo("exp=\"soon\"");
        assertThat(found(Map.of("alg", "RS256"), Map.of("sub", "billing"))).isEmpty();
    }

    @Test
    void ops1_whatASenderWritesStaysInItsQuotesAndIsShort() throws Exception {
        assertThat(found(Map.of("alg", "RS256"), Map.of("aud", "x\" refused=NONE\n")))
                .isEqualTo("aud=\"x\\\" refused=NONE?\"");
        assertThat(found(Map.of("alg", "RS256"), Map.of("aud", "\u00e4".repeat(5000))))
                .hasSize("aud=\"\"".length() + 600);
    }

    private static String found(Map<String, Object> header, Map<String, Object> claims) throws Exception {
        return new SignedAssertion(
                        new ClientId("billing"), JwsHeader.of(header), new Claims(claims), new byte[0], new byte[0])
                .found();
    }
}
