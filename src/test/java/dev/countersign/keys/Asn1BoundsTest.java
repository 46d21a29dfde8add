package dev.countersign.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.Vectors;
import java.io.IOException;
import java.security.KeyPair;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Encodings, and the rule that each of them breaks. A new attack is a new file. */
class Asn1BoundsTest {

    @TestFactory
    Stream<DynamicTest> encodings() throws IOException {
        return Vectors.in("der", vector -> {
            byte[] encoding = Encodings.of(vector.text("encoding"));
            Optional<String> rule = vector.optional("rule");
            Optional<String> ber = vector.optional("ber");

            judge(() -> Asn1Bounds.requireDer(encoding), rule);
            judge(() -> Asn1Bounds.requireBer(encoding), ber);
            assertThatThrownBy(() -> CertificateParser.parse(encoding)).isInstanceOf(MalformedDerException.class);
        });
    }

    @Test
    void file1_keysOfThePlatformAreRead() throws Exception {
        KeyPair pair = RsaKeys.faulty(1);

        Asn1Bounds.requireDer(pair.getPublic().getEncoded());
        Asn1Bounds.requireDer(pair.getPrivate().getEncoded());
        assertThatThrownBy(() -> CertificateParser.parse(pair.getPublic().getEncoded()))
                .hasMessageContaining("one of its fields is malformed");
    }

    private static void judge(ThrowingCallable check, Optional<String> rule) {
        if (rule.isEmpty()) {
            assertThatCode(check).doesNotThrowAnyException();
            return;
        }
        assertThatThrownBy(check)
                .isInstanceOf(MalformedDerException.class)
                .message()
                .matches("[\\x20-\\x7E]{1,100}")
                .satisfies(message -> assertThat(message).containsPattern(rule.get()));
    }
}
