package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.countersign.auth.Secret;
import dev.countersign.client.ClientId;
import dev.countersign.manage.KeyPairOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** ADM-5: whatever is uploaded or ordered is either refused as a problem or read as it was sent. */
class UploadFuzz {

    private static final Duration LONGEST = Duration.ofDays(1095);

    @FuzzTest(maxDuration = "10m")
    void form(byte[] body) {
        try {
            Map<String, Secret> parts = new MultipartReader(body.clone(), "b").read(UploadForm.PARTS);
            Upload written = new Upload();
            parts.forEach((name, part) -> written.part(name, text(part)));
            byte[] again = written.bytes();
            Map<String, Secret> reread = new MultipartReader(again, Upload.BOUNDARY).read(UploadForm.PARTS);
            assertThat(reread.keySet()).isEqualTo(parts.keySet());
            parts.forEach((name, part) -> assertThat(text(reread.getOrDefault(name, new Secret(new byte[0]))))
                    .isEqualTo(text(part)));
        } catch (ProblemException e) {
            writable(e);
        }
    }

    @FuzzTest(maxDuration = "10m")
    void keyPairs(byte[] body) {
        try (KeyPairOrder order = KeyPairRequest.read(JsonText.read(body), new ClientId("c"), LONGEST)) {
            assertThat(order.validity()).isBetween(KeyPairOrder.MIN_VALIDITY, LONGEST);
            assertThat(order.storePassword().isPresent())
                    .isEqualTo(order.format().isEncrypted());
            assertThat(order.alias()).isNotEmpty();
        } catch (ProblemException e) {
            writable(e);
        }
    }

    private static String text(Secret part) {
        return new String(part.bytes(), StandardCharsets.ISO_8859_1);
    }

    private static void writable(ProblemException e) {
        assertThat(e.problem().kind().status()).isIn(400, 422);
        assertThat(e.problem().field().orElse("").length()).isLessThan(110);
    }
}
