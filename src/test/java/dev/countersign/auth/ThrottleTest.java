package dev.countersign.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.http.TestClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** GEN-13, GEN-19. */
class ThrottleTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestClock clock = new TestClock();
    private final Throttle throttle = new Throttle(clock);
    private final InetAddress here = address(192, 0, 2, 1);
    private final InetAddress there = address(192, 0, 2, 2);

    private static InetAddress address(int... bytes) {
        byte[] address = new byte[bytes.length];
        IntStream.range(0, bytes.length).forEach(i -> address[i] = (byte) bytes[i]);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InetAddress six(int network, int host) {
        return address(0x20, 1, 0xD, 0xB8, 0, 0, network, 0, 0, 0, 0, 0, 0, 0, host >> 8, host);
    }

    private void fail(String client, InetAddress source, int times) {
        IntStream.range(0, times).forEach(i -> throttle.failed(client, source));
    }

    @Test
    void gen13_tenFailuresWithinAMinuteBeginAWaitOfAMinute() {
        fail("billing", here, 9);
        assertThat(throttle.delay("billing", here)).isEmpty();
        throttle.failed("billing", here);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
        clock.advance(MINUTE.minusMillis(1));
        assertThat(throttle.delay("billing", here)).contains(Duration.ofMillis(1));
        clock.advance(Duration.ofMillis(1));
        assertThat(throttle.delay("billing", here)).isEmpty();
    }

    @Test
    void gen13_theWaitDoublesUpToAQuarterOfAnHour() {
        for (int minutes : new int[] {1, 2, 4, 8, 15, 15}) {
            fail("billing", here, 10);
            assertThat(throttle.delay("billing", here)).contains(Duration.ofMinutes(minutes));
            clock.advance(Duration.ofMinutes(minutes));
            assertThat(throttle.delay("billing", here)).isEmpty();
        }
        clock.advance(Duration.ofMinutes(15));
        fail("billing", here, 10);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
    }

    @Test
    void gen13_tenFailuresInAnyMinuteCountAndNotOnlyInOneOfTheClock() {
        fail("billing", here, 5);
        clock.advance(MINUTE.minusMillis(1));
        fail("billing", here, 4);
        assertThat(throttle.delay("billing", here)).isEmpty();
        clock.advance(Duration.ofMillis(1));
        fail("billing", here, 5);
        assertThat(throttle.delay("billing", here)).isEmpty();
        throttle.failed("billing", here);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
    }

    @Test
    void gen13_theRealClientElsewhereIsNotDelayed() {
        fail("billing", here, 99);
        assertThat(throttle.delay("billing", there)).isEmpty();
        assertThat(throttle.delay("shop", here)).isEmpty();
    }

    @Test
    void gen13_aSuccessForgivesTheClientButNotTheSource() {
        for (int round = 0; round < 11; round++) {
            fail("billing", here, 9);
            throttle.succeeded("billing", here);
        }
        assertThat(throttle.delay("billing", here)).isEmpty();
        throttle.failed("billing", here);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
        assertThat(throttle.delay("shop", here)).contains(MINUTE);
    }

    @Test
    void gen13_oneSourceHasAHundredGuessesAMinute() {
        IntStream.range(0, 50).forEach(i -> throttle.failed("client" + i, here));
        clock.advance(Duration.ofSeconds(30));
        IntStream.range(50, 99).forEach(i -> throttle.failed("client" + i, here));
        assertThat(throttle.delay("anybody", here)).isEmpty();
        throttle.failed("client99", here);
        assertThat(throttle.delay("anybody", here)).contains(Duration.ofSeconds(30));
        assertThat(throttle.delay("anybody", there)).isEmpty();
        clock.advance(Duration.ofSeconds(30));
        assertThat(throttle.delay("anybody", here)).isEmpty();
    }

    @Test
    void gen19_addressesOfOneNetworkAreOneSource() {
        IntStream.range(0, 10).forEach(host -> throttle.failed("billing", six(1, host)));
        assertThat(throttle.delay("billing", six(1, 4711))).contains(MINUTE);
        assertThat(throttle.delay("billing", six(2, 0))).isEmpty();
    }

    @Test
    void gen19_anIpv4AddressInIpv6FormIsThatAddress() {
        fail("billing", address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 192, 0, 2, 1), 10);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
        assertThat(throttle.delay("billing", there)).isEmpty();
    }

    @Test
    void gen19_anIpv6NetworkIsNotTakenForAnIpv4Address() {
        fail("billing", address(0, 0, 0, 0, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 1), 10);
        assertThat(throttle.delay("billing", here)).isEmpty();
    }

    @Test
    void gen20_theTableIsBoundedAndThoseWhoWaitStayInIt() {
        Throttle small = new Throttle(clock, 100);
        IntStream.range(0, 10).forEach(i -> small.failed("billing", here));
        IntStream.range(0, 5000).forEach(i -> small.failed("random" + i, six(i >> 8, 0)));
        assertThat(small.size()).isEqualTo(100);
        assertThat(small.delay("billing", here)).contains(MINUTE);
    }

    @Test
    void gen20_whatIsOverIsForgotten() {
        fail("billing", here, 10);
        fail("shop", here, 3);
        clock.advance(Duration.ofMinutes(17));
        throttle.failed("other", there);
        assertThat(throttle.size()).isEqualTo(1);
        throttle.succeeded("other", there);
        assertThat(throttle.size()).isZero();
    }

    @Test
    void guessesUnderWayWhenTheWaitBeginsDoNotProlongIt() {
        fail("billing", here, 40);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
    }

    @Test
    void aClockPutBackMakesNobodyWaitLonger() {
        Instant[] now = {Instant.parse("2026-01-02T00:00:00Z")};
        Throttle turned = new Throttle(() -> now[0]);
        IntStream.range(0, 10).forEach(i -> turned.failed("billing", here));
        now[0] = Instant.parse("2026-01-01T00:00:00Z");
        assertThat(turned.delay("billing", here)).contains(Throttle.MAX_WAIT);
    }

    @Test
    void manyThreadsLoseNoFailure() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(9);
        for (int i = 0; i < 9; i++) {
            new Thread(() -> {
                        throttle.failed("billing", here);
                        done.countDown();
                    })
                    .start();
        }
        done.await();
        assertThat(throttle.delay("billing", here)).isEmpty();
        throttle.failed("billing", here);
        assertThat(throttle.delay("billing", here)).contains(MINUTE);
    }
}
