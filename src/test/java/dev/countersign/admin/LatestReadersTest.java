package dev.countersign.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.Decision;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LatestReadersTest {

    private static final String SECRET = "Basic cHJvbWV0aGV1czpzZWNyZXQ=";
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();
    private static final Caller PROMETHEUS =
            new Caller(Caller.Kind.CLIENT, Role.AUDITOR, "prometheus", Optional.of(HERE));

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);
    private final LatestReaders readers = new LatestReaders(now::get);

    @Test
    void theLastOneReadsOnWhileTheStoreIsAway() {
        assertThat(known(SECRET)).isEmpty();
        readers.granted(SECRET, PROMETHEUS);

        assertThat(known(SECRET)).contains(PROMETHEUS);
        assertThat(known("Basic b3RoZXI=")).isEmpty();
        now.addAndGet(LatestReaders.MAX_AGE.minus(Duration.ofSeconds(1)).toNanos());
        assertThat(known(SECRET)).contains(PROMETHEUS);
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(known(SECRET)).isEmpty();
    }

    @Test
    void notFromAnotherAddress() throws Exception {
        readers.granted(SECRET, PROMETHEUS);

        assertThat(readers.denied(SECRET, InetAddress.getByName("127.0.0.2"), denied(503)))
                .isEmpty();
    }

    @Test
    void aRefusalEndsIt() {
        readers.granted(SECRET, PROMETHEUS);

        assertThat(readers.denied(SECRET, HERE, denied(401))).isEmpty();
        assertThat(known(SECRET)).isEmpty();
    }

    @Test
    void anAccessTokenIsNotRemembered() {
        readers.granted("Bearer a.b.c", PROMETHEUS);

        assertThat(known("Bearer a.b.c")).isEmpty();
    }

    @Test
    void theLatestEightAreKept() {
        for (int i = 0; i < 9; i++) {
            readers.granted(SECRET + i, PROMETHEUS);
            readers.granted(SECRET, PROMETHEUS);
        }

        assertThat(known(SECRET)).isPresent();
        assertThat(known(SECRET + 8)).isPresent();
        assertThat(known(SECRET + 2)).isPresent();
        assertThat(known(SECRET + 1)).isEmpty();
    }

    private Optional<Caller> known(String authorization) {
        return readers.denied(authorization, HERE, denied(503));
    }

    private static Decision.Denied denied(int status) {
        return new Decision.Denied(status, "invalid_client", "", Optional.empty(), Optional.empty());
    }
}
