package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyTypeTest {

    @ParameterizedTest
    @CsvSource({
        "RSA, 2048, RS256 RS384 RS512 PS256 PS384 PS512",
        "RSASSA-PSS, 2048, PS256 PS384 PS512",
        "EC, 256, ES256",
        "EC, 384, ES384",
        "EC, 521, ES512",
        "Ed25519, 255, EdDSA Ed25519",
    })
    void aKeySignsByTheAlgorithmsOfItsKind(String algorithm, int size, String fitting) {
        String all = "RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519";
        KeyType type = new KeyType(algorithm, size);

        assertThat(Arrays.stream(all.split(" ")).filter(type::fits)).containsExactly(fitting.split(" "));
        assertThat(type.fits("a plug-in's own")).isTrue();
    }
}
