package dev.countersign.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.client.ClientId;
import dev.countersign.text.IpLiteral;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** OPS-1. */
class OutageThrottleTest {

    private static final ClientId BILLING = new ClientId("billing");
    private static final ClientId OTHER = new ClientId("other");
    private static final InetAddress HERE = IpLiteral.parse("2001:db8::1").orElseThrow();
    private static final InetAddress NEXT_DOOR = IpLiteral.parse("2001:db8::2").orElseThrow();
    private static final InetAddress ELSEWHERE = IpLiteral.parse("192.0.2.1").orElseThrow();

    private final TestClock clock = new TestClock();
    private final OutageThrottle outages = new OutageThrottle(clock);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            outages.failed(BILLING, HERE);
        }
    }

    @Test
    void ops1_tenInARowBeginAWaitOfThisOneAlone() {
        fail(9);
        assertThat(outages.delay(BILLING, HERE)).isEmpty();
        fail(1);
        assertThat(outages.delay(BILLING, HERE)).contains(OutageThrottle.WAIT);
        assertThat(outages.delay(BILLING, NEXT_DOOR)).as("of the same /64").contains(OutageThrottle.WAIT);
        assertThat(outages.delay(OTHER, HERE)).isEmpty();
        assertThat(outages.delay(BILLING, ELSEWHERE)).isEmpty();
    }

    @Test
    void ops1_theWaitIsShortAndDoesNotGrow() {
        for (int i = 0; i < 5; i++) {
            fail(15);
            clock.advance(OutageThrottle.WAIT.minusMillis(1));
            assertThat(outages.delay(BILLING, HERE)).contains(Duration.ofMillis(1));
            clock.advance(Duration.ofMillis(1));
            assertThat(outages.delay(BILLING, HERE)).isEmpty();
        }
    }

    @Test
    void whatIsSeldomNeverWaits() {
        for (int i = 0; i < 100; i++) {
            fail(1);
            assertThat(outages.delay(BILLING, HERE)).isEmpty();
            clock.advance(OutageThrottle.WINDOW.dividedBy(5));
        }
    }

    @Test
    void whoWasJudgedBeginsAnew() {
        fail(9);
        outages.succeeded(BILLING, HERE);
        fail(9);
        assertThat(outages.delay(BILLING, HERE)).isEmpty();
    }

    @Test
    void ops1_theTableIsBounded() {
        for (int i = 0; i < OutageThrottle.MAX_PAIRS + 100; i++) {
            outages.failed(new ClientId("x" + i), HERE);
        }
        assertThat(outages.size()).isEqualTo(OutageThrottle.MAX_PAIRS);
    }

    @Test
    void aClockThatIsPutBackEndsTheWait() {
        fail(10);
        clock.advance(Duration.ofHours(-1));
        assertThat(outages.delay(BILLING, HERE)).isEmpty();
    }
}
