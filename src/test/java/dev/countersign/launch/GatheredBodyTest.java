package dev.countersign.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class GatheredBodyTest {
    private static final int MAX_BYTES = 64 * 1024;

    @Test
    void aBodyInPiecesTakesNoMoreThanOneArray() {
        GatheredBody body = new GatheredBody();
        int grown = 0;
        int times = 0;
        for (int i = 0; i < MAX_BYTES; i++) {
            int growth = body.growth(1, MAX_BYTES);
            body.add(ByteBuffer.wrap(new byte[] {(byte) i}), growth);
            grown += growth;
            times += growth > 0 ? 1 : 0;
        }

        assertThat(body.length()).isEqualTo(MAX_BYTES);
        assertThat(body.capacity()).isEqualTo(grown).isEqualTo(MAX_BYTES);
        assertThat(times).isEqualTo(7);
        assertThat(body.content().get(MAX_BYTES - 1)).isEqualTo((byte) (MAX_BYTES - 1));
    }

    @Test
    void anArrayIsNeverLongerThanTheLongestBody() {
        GatheredBody body = new GatheredBody();
        body.add(ByteBuffer.allocate(50_000), body.growth(50_000, MAX_BYTES));

        assertThat(body.growth(10_000, MAX_BYTES)).isEqualTo(MAX_BYTES - 50_000);
    }

    @Test
    void whatIsDroppedIsGone() {
        GatheredBody body = new GatheredBody();
        ByteBuffer secret = ByteBuffer.wrap("secret".getBytes(StandardCharsets.US_ASCII));
        body.add(secret, body.growth(6, MAX_BYTES));
        body.drop();
        body.add(ByteBuffer.allocate(10), 10);

        assertThat(body.length()).isZero();
        assertThat(body.capacity()).isZero();
    }
}
