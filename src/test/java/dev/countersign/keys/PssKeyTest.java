package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the form id-RSASSA-PSS (RFC 4055, section 1.2), by the platform and by another provider. */
class PssKeyTest {

    private static RSAPublicKey numbers;

    @BeforeAll
    static void make() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        numbers = (RSAPublicKey) generator.generateKeyPair().getPublic();
    }

    @Test
    void jwt7_withoutParametersItFitsTheThreeOfPss() throws Exception {
        RSAPublicKey key = bound(null);
        assertThat(fitting(key)).isEqualTo("PS256 PS384 PS512");
        assertThat(fitting(foreign(key))).isEqualTo("PS256 PS384 PS512");
        assertThat(PublicKeyRule.problem(key)).isEmpty();
        assertThat(KeyType.of(key).orElseThrow()).hasToString("RSASSA-PSS with 2048 bits");
        assertThat(fitting(numbers)).isEqualTo("RS256 RS384 RS512 PS256 PS384 PS512");
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-256, SHA-256, 32, PS256",
        "SHA-256, SHA-256, 20, PS256",
        "SHA-256, SHA-256, 0, PS256",
        "SHA-384, SHA-384, 48, PS384",
        "SHA-512, SHA-512, 64, PS512",
    })
    void jwt7_withParametersItFitsTheOneOfThem(String hash, String mask, int salt, String fitting) throws Exception {
        RSAPublicKey key = bound(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), salt, 1));
        assertThat(fitting(key)).isEqualTo(fitting);
        assertThat(fitting(foreign(key))).isEqualTo(fitting);
        assertThat(PublicKeyRule.problem(key)).isEmpty();
        assertThat(KeyType.of(key).orElseThrow()).hasToString("RSASSA-PSS with 2048 bits, bound to " + fitting);
    }

    @ParameterizedTest
    @CsvSource({
        "SHA-256, SHA-256, 33",
        "SHA-512, SHA-512, 65",
        "SHA-256, SHA-1, 32",
        "SHA-512, SHA-256, 32",
        "SHA-1, SHA-1, 20",
        "SHA-224, SHA-224, 28",
    })
    void jwt7_withOtherParametersItFitsNoneAndIsRefused(String hash, String mask, int salt) throws Exception {
        RSAPublicKey key = bound(new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(mask), salt, 1));
        assertThat(fitting(key)).isEmpty();
        assertThat(fitting(foreign(key))).isEmpty();
        assertThat(KeyType.of(key)).isEmpty();
        assertThat(PublicKeyRule.problem(key).orElseThrow())
                .contains(
                        "bound to RSASSA-PSS with " + hash, "MGF1 with " + mask, "at least " + salt, "openssl genpkey");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3000", "040101", "a003020101", "30060601000601", "3080", "300ba009300706052b0e03021a"})
    void parametersThatAreOddAreRefused(String hex) {
        assertThatThrownBy(() -> PublicKeyNumbers.rsassaPss(
                        numbers.getModulus(),
                        numbers.getPublicExponent(),
                        HexFormat.of().parseHex(hex)))
                .isInstanceOf(UnfitKeyException.class);
    }

    @Test
    void theEncodingKeepsWhatTheKeyIsBoundTo() throws Exception {
        RSAPublicKey key = bound(new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 48, 1));
        byte[] parameters = HexFormat.of()
                .parseHex(
                        "3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500"
                                + "a203020130");
        assertThat(PublicKeyNumbers.rsassaPss(key.getModulus(), key.getPublicExponent(), parameters)
                        .getEncoded())
                .isEqualTo(key.getEncoded());
        assertThat(PublicKeyNumbers.rsassaPss(key.getModulus(), key.getPublicExponent(), new byte[] {5, 0})
                        .getEncoded())
                .isEqualTo(bound(null).getEncoded());
    }

    @Test
    void aCertificateBindsTheNumbersOfAKeySet() throws Exception {
        RSAPublicKey key = bound(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
        assertThat(PublicKeyNumbers.bound(numbers, key)).contains(key);
        assertThat(PublicKeyNumbers.bound(numbers, numbers)).contains(numbers);
        assertThat(PublicKeyNumbers.bound(numbers, foreign(numbers))).contains(numbers);
        assertThat(PublicKeyNumbers.bound(RsaKeys.faulty(1).getPublic(), key)).isEmpty();
        RSAPublicKey unusable = bound(new PSSParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, 20, 1));
        assertThatThrownBy(() -> PublicKeyNumbers.bound(numbers, unusable)).isInstanceOf(UnfitKeyException.class);
    }

    private static RSAPublicKey bound(@Nullable PSSParameterSpec parameters) throws Exception {
        return (RSAPublicKey) KeyFactory.getInstance("RSASSA-PSS")
                .generatePublic(new RSAPublicKeySpec(numbers.getModulus(), numbers.getPublicExponent(), parameters));
    }

    /** Its class does not tell the parameters by the platform's interface. */
    private static RSAPublicKey foreign(RSAPublicKey key) throws Exception {
        return (RSAPublicKey) KeyFactory.getInstance("RSA", new BouncyCastleProvider())
                .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }

    private static String fitting(RSAPublicKey key) {
        return Stream.of(JwsAlgorithm.values())
                .filter(algorithm -> algorithm.fits(key))
                .map(JwsAlgorithm::name)
                .collect(Collectors.joining(" "));
    }
}
