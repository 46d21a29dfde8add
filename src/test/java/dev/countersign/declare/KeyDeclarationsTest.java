package dev.countersign.declare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDeclarationsTest {

    private static final String PEM = "-----BEGIN PUBLIC KEY-----\nAAAA\nBBBB\n-----END PUBLIC KEY-----\n";

    @Test
    void aKeyIsTheSameHoweverItsLinesAreBroken() {
        List<?> shown = List.of(Map.of("id", "1", "kid", "k", "alias", "a", "pem", PEM));

        assertThat(KeyDeclarations.differences(
                        shown, List.of(Map.of("alias", "a", "pem", PEM.replace("AAAA\n", "AAAA") + "\n"))))
                .as("without a kid")
                .isEmpty();
        assertThat(KeyDeclarations.differences(shown, List.of(Map.of("alias", "a", "kid", "other", "pem", PEM))))
                .as("the same key by another name")
                .containsExactly("certificates: change kid of alias \"a\"");
        assertThat(KeyDeclarations.differences(shown, List.of(Map.of("alg", "RS256", "pem", PEM))))
                .containsExactly("certificates: change alias, alg of alias \"a\"");
        assertThat(KeyDeclarations.differences(shown, List.of())).containsExactly("certificates: remove alias \"a\"");
    }

    @Test
    void whatIsExportedIsDeclaredAgain() {
        List<?> shown = List.of(
                Map.of("id", "1", "kid", "k", "alias", "", "kind", "public_key", "pem", PEM),
                Map.of("id", "2", "kid", "j", "alias", "", "alg", "RS256", "pem", PEM.replace("A", "C")));

        List<Map<String, Object>> declared = KeyDeclarations.declaring(shown);

        assertThat(declared)
                .containsExactly(
                        Map.of("kid", "j", "alg", "RS256", "pem", PEM.replace("A", "C")),
                        Map.of("kid", "k", "pem", PEM));
        assertThat(KeyDeclarations.problem(declared)).isEmpty();
        assertThat(KeyDeclarations.differences(shown, declared)).isEmpty();
    }

    @Test
    void theEndOfAReplacedKeyIsDeclaredToo() {
        Map<String, Object> living = Map.of("id", "1", "kid", "k", "alias", "", "pem", PEM);
        Map<String, Object> ending = new HashMap<>(living);
        ending.put("expires_at", "2026-06-01T00:00:00Z");
        ending.put("replaced_by", "2");
        Map<String, Object> endedSooner = new HashMap<>(ending);
        endedSooner.put("expires_at", "2026-05-31T23:59:59.5Z");

        List<Map<String, Object>> declared = KeyDeclarations.declaring(List.of(ending));

        assertThat(declared).containsExactly(Map.of("kid", "k", "expires_at", "2026-06-01T00:00:00Z", "pem", PEM));
        assertThat(KeyDeclarations.differences(List.of(ending), declared)).isEmpty();
        assertThat(KeyDeclarations.differences(List.of(endedSooner), declared)).isEmpty();
        assertThat(KeyDeclarations.differences(List.of(living), declared))
                .containsExactly("certificates: end kid \"k\" at 2026-06-01T00:00:00Z");
        assertThat(KeyDeclarations.differences(List.of(ending), KeyDeclarations.declaring(List.of(living))))
                .as("a declaration without an end brings no key back")
                .isEmpty();
        assertThat(KeyDeclarations.differences(List.of(ending), List.of(Map.of("pem", PEM, "expires_at", "some day"))))
                .containsExactly("certificates: end a key without a name at some day");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n",
                PEM + PEM
            })
    void oneCertificateOrPublicKeyIsTaken(String pem) {
        assertThat(KeyDeclarations.problem(List.of(Map.of("pem", pem)))).isPresent();
    }
}
