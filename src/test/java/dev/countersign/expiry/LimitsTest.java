package dev.countersign.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.client.Change;
import dev.countersign.client.ClientId;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.EndingCredential.Kind;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.ExpiryNotices;
import dev.countersign.client.Page;
import dev.countersign.client.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;

/** What becomes of very many that end together. */
class LimitsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant END = NOW.plus(Duration.ofDays(7));
    private static final int MANY = Announcer.MAX_ANNOUNCED + 250;

    private final List<EndingCredential> all = IntStream.range(0, MANY)
            .mapToObj(i -> new EndingCredential(
                    Kind.SECRET, new ClientId("c"), Integer.toString(100_000 + i), "", NOW.minusSeconds(1), END))
            .toList();
    private final AtomicInteger pagesUntilOutage = new AtomicInteger(Integer.MAX_VALUE);

    @Test
    void whatIsTooMuchForOneLookIsAnnouncedAfterTheNext() {
        ExpiryOutlook outlook = new ExpiryOutlook();
        List<Object> told = new ArrayList<>();
        outlook.addNotificationListener((notification, handback) -> told.add(id(notification)), null, null);
        Announcer announcer = new Announcer(new Calendar(), outlook, Threshold.WEEK, NOW);

        announcer.announce(NOW);
        assertThat(told).hasSize(Announcer.MAX_ANNOUNCED);
        announcer.announce(NOW.plusSeconds(3600));

        assertThat(told)
                .isEqualTo(
                        all.stream().map(credential -> (Object) credential.id()).toList());
    }

    @Test
    void anOutageHalfWayRepeatsNothing() {
        ExpiryOutlook outlook = new ExpiryOutlook();
        List<Object> told = new ArrayList<>();
        outlook.addNotificationListener((notification, handback) -> told.add(id(notification)), null, null);
        Announcer announcer = new Announcer(new Calendar(), outlook, Threshold.WEEK, NOW);
        pagesUntilOutage.set(2);

        assertThatThrownBy(() -> announcer.announce(NOW)).isInstanceOf(UnavailableException.class);
        assertThat(told).isNotEmpty().hasSizeLessThan(Announcer.MAX_ANNOUNCED);
        pagesUntilOutage.set(Integer.MAX_VALUE);
        announcer.announce(NOW);
        announcer.announce(NOW);

        assertThat(told).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void noMoreThanSoManyAreWrittenInOneLook() {
        AtomicInteger written = new AtomicInteger();
        ExpiryNotices endless = new ExpiryNotices() {
            @Override
            public boolean takeTurn(Instant now, Duration rest) {
                return true;
            }

            @Override
            public Optional<Instant> toldUntil(int days) {
                return Optional.of(NOW);
            }

            @Override
            public int tell(
                    int days, Instant after, Instant until, int most, Function<EndingCredential, Change> event) {
                written.addAndGet(most);
                return most;
            }
        };
        try (ExpiryWatch watch =
                new ExpiryWatch(new Calendar(), endless, new ExpiryOutlook(), () -> NOW, Duration.ofDays(1))) {
            watch.lookIfDue();
        }

        assertThat(written).hasValue(ExpiryWatch.MAX_EVENTS);
    }

    private static Object id(Notification notification) {
        return ((CompositeData) notification.getUserData()).get("id");
    }

    /** All that there are. */
    private final class Calendar implements ExpiryCalendar {

        @Override
        public Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
            if (pagesUntilOutage.getAndDecrement() == 0) {
                throw new UnavailableException("down");
            }
            int begin = Integer.parseInt(after.orElse("0"));
            int end = Math.min(MANY, begin + limit);
            return new Page<>(
                    all.subList(begin, end), end < MANY ? Optional.of(Integer.toString(end)) : Optional.empty());
        }

        @Override
        public long count(Instant after, Instant until) {
            return 0;
        }
    }
}
