package dev.countersign.x509;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.http.Vectors;
import dev.countersign.manage.ImportFormat;
import dev.countersign.manage.UnacceptableKeyException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * FILE-5: files that hold nothing to be registered, brought as each format: the message names what the file is, what
 * was wanted, and what to type to get it. A new file is a new one under {@code vectors/file}.
 */
class ForeignFilesTest {

    private static final Set<ImportFormat> FORMATS =
            EnumSet.of(ImportFormat.CERTIFICATE_PEM, ImportFormat.PUBLIC_KEY_PEM, ImportFormat.CSR);

    private final Uploads uploads = new Uploads(Instant.parse("2026-03-01T12:00:00Z"));

    @TestFactory
    Stream<DynamicTest> file5_theMessageNamesTheFileAndTheWayOut() throws IOException {
        return Vectors.in("file", vector -> {
            byte[] file = vector.has("hexadecimal")
                    ? HexFormat.of().parseHex(String.join("", vector.lines("hexadecimal")))
                    : String.join("", vector.lines("file"))
                            .getBytes(Charset.forName(vector.optional("charset").orElse("UTF-8")));
            List<String> message = vector.lines("message");
            for (ImportFormat format : FORMATS) {
                assertThatThrownBy(() -> uploads.bring(format, file))
                        .isInstanceOf(UnacceptableKeyException.class)
                        .message()
                        .contains(message)
                        .matches("[\\x20-\\x7E]{1,600}");
            }
        });
    }

    /**
     * They have the form of an RSA key in PKCS #1, and with a generator of 5 its numbers would be taken for a key's.
     */
    @Test
    void file4_parametersOfDiffieHellmanAreNoKey() {
        // The group of 2048 bits of RFC 3526.
        String prime =
                "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                        + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
                        + "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
                        + "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
                        + "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
                        + "15728E5A8AACAA68FFFFFFFFFFFFFFFF";
        byte[] parameters = HexFormat.of().parseHex("30820108" + "0282010100" + prime + "020105");

        for (byte[] file : List.of(parameters, Uploads.bytes(TestKeys.pem("RSA PUBLIC KEY", parameters)))) {
            assertThatThrownBy(() -> uploads.bring(ImportFormat.PUBLIC_KEY_PEM, file))
                    .isInstanceOf(UnacceptableKeyException.class)
                    .hasMessageContaining("parameters alone");
        }
    }
}
