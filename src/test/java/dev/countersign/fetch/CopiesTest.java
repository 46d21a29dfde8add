package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeySetOrigin.Document;
import dev.countersign.client.UnavailableException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** The rules of time, step by step: nothing is fetched here, the test itself is the origin. */
class CopiesTest {

    private static final Instant ANY = Instant.EPOCH;
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration STALE = Duration.ofHours(1);
    private static final FetchLimits LIMITS =
            new FetchLimits(Set.of(), Duration.ofSeconds(3), 65_536, TTL, INTERVAL, STALE);

    private final KeySetUrl url = url("https://keys.example/jwks");
    private final List<Flight> begun = new ArrayList<>();
    private boolean full;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final Copies copies = new Copies(LIMITS, () -> now, this::begin);

    @Test
    void key6_aKeySetIsBelievedForItsTimeAndNotAMomentLonger() {
        fetched("one", Optional.of(Duration.ofSeconds(30)));

        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(copies.ready(url, ANY).orElseThrow().json()).isEqualTo("one");
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(copies.ready(url, ANY)).isEmpty();
        assertThat(copies.flight(url, ANY)).isPresent();
        assertThat(begun).hasSize(2);
    }

    @Test
    void key6_whatIsStillAskedForIsRefreshedBeforeItsEnd() {
        fetched("one", Optional.empty());
        Instant believed = copies.ready(url, ANY).orElseThrow().freshUntil();
        assertThat(believed).isEqualTo(now.plus(Duration.ofMinutes(8)));

        now = believed;
        Document meanwhile = copies.ready(url, ANY).orElseThrow();

        assertThat(meanwhile.json()).isEqualTo("one");
        assertThat(meanwhile.freshUntil()).isEqualTo(now.plusSeconds(1));
        assertThat(begun).hasSize(2);
        copies.ready(url, ANY);
        assertThat(begun).hasSize(2);
        copies.land(begun.get(1), found("two", Optional.empty()), now);
        assertThat(copies.ready(url, ANY).orElseThrow().json()).isEqualTo("two");
    }

    @Test
    void key3_oneFetchIsUnderWayPerUrl() {
        Flight first = copies.flight(url, ANY).orElseThrow();

        assertThat(copies.flight(url, ANY)).contains(first);
        assertThat(copies.flight(url, now.plusSeconds(9))).contains(first);
        assertThat(begun).hasSize(1);
        assertThat(copies.flight(url("https://keys.example/other"), ANY)).isPresent();
        assertThat(begun).hasSize(2);
    }

    @Test
    void key4_whoLooksForNewerKeysCausesOneFetchPerInterval() {
        Instant had = fetched("one", Optional.empty()).at();
        for (int i = 0; i < 1000; i++) {
            assertThat(copies.ready(url, had.plusNanos(1)).orElseThrow().json()).isEqualTo("one");
        }
        pass(INTERVAL.minusNanos(1));
        assertThat(copies.ready(url, had.plusNanos(1))).isPresent();
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(copies.ready(url, had.plusNanos(1))).isEmpty();
        Flight flight = copies.flight(url, had.plusNanos(1)).orElseThrow();
        copies.land(flight, found("two", Optional.empty()), now);

        assertThat(copies.outcome(flight, had.plusNanos(1)).json()).isEqualTo("two");
        assertThat(copies.ready(url, now.plusNanos(1)).orElseThrow().json()).isEqualTo("two");
        assertThat(begun).hasSize(2);
    }

    @Test
    void key4_whoInsistsIsFetchedForOnceASecondHoweverFreshTheCopy() {
        fetched("one", Optional.empty());
        assertThat(copies.refresh(url)).isEmpty();
        pass(FetchLimits.BETWEEN_REFRESHES.minusNanos(1));
        for (int i = 0; i < 1000; i++) {
            assertThat(copies.refresh(url)).isEmpty();
        }
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        Flight flight = copies.refresh(url).orElseThrow();
        assertThat(copies.refresh(url)).contains(flight);
        assertThat(begun).hasSize(2);
        copies.land(flight, found("two", Optional.empty()), now);
        assertThat(copies.ready(url, ANY).orElseThrow().json()).isEqualTo("two");
        now = now.minusSeconds(60);
        assertThat(copies.refresh(url)).isPresent();
    }

    @Test
    void key5_whoInsistsDoesNotWaitForTheBackOffAndLosesNothing() {
        fetched("one", Optional.empty());
        for (int i = 0; i < 5; i++) {
            pass(FetchLimits.BETWEEN_REFRESHES);
            Flight flight = copies.refresh(url).orElseThrow();
            copies.crash(flight, "dead");

            Document kept = copies.outcome(flight, now);
            assertThat(kept.json()).isEqualTo("one");
            assertThat(kept.error()).contains("dead");
        }
        assertThat(copies.withoutFetch(url, now).error()).contains("dead");
        pass(TTL.plus(STALE));
        Flight last = copies.refresh(url).orElseThrow();
        copies.crash(last, "dead");
        assertThatThrownBy(() -> copies.outcome(last, now)).hasMessageEndingWith("dead");
    }

    @Test
    void key3_whoInsistsIsToldWhenNoFetchCanBegin() {
        fetched("one", Optional.empty());
        pass(FetchLimits.BETWEEN_REFRESHES);
        full = true;

        assertThat(copies.refresh(url)).isEmpty();
        assertThat(copies.withoutFetch(url, now).error().orElseThrow()).contains("too many");
    }

    @Test
    void key5_key8_theLastGoodOneServesUntilTheStaleLimitAndSaysWhy() {
        fetched("one", Optional.empty());
        Instant end = now.plus(TTL).plus(STALE);
        now = end.minusNanos(1);
        Flight flight = copies.flight(url, ANY).orElseThrow();
        copies.crash(flight, "it answered with status 500");

        Document stale = copies.outcome(flight, ANY);
        assertThat(stale.json()).isEqualTo("one");
        assertThat(stale.error()).contains("it answered with status 500");
        assertThat(stale.freshUntil()).isEqualTo(end);

        now = end;
        assertThatThrownBy(() -> copies.ready(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no key set from https://keys.example:443: it answered with status 500");
    }

    @Test
    void key5_theFailureItselfIsRememberedForLongerEachTime() {
        for (int backOff : List.of(5, 10, 20, 40, 60, 60)) {
            copies.crash(copies.flight(url, ANY).orElseThrow(), "dead");
            int fetches = begun.size();
            now = now.plusSeconds(backOff).minusNanos(1);
            assertThatThrownBy(() -> copies.ready(url, ANY)).isInstanceOf(UnavailableException.class);
            assertThat(copies.flight(url, ANY)).isEmpty();
            assertThat(begun).hasSize(fetches);
            pass(Duration.ofNanos(1));
            assertThat(copies.ready(url, ANY)).isEmpty();
        }
        Flight flight = copies.flight(url, ANY).orElseThrow();
        copies.land(flight, found("back", Optional.empty()), now);
        assertThat(copies.outcome(flight, ANY).error()).isEmpty();
        pass(TTL);
        copies.crash(copies.flight(url, ANY).orElseThrow(), "dead again");
        assertThat(copies.ready(url, ANY).orElseThrow().freshUntil()).isEqualTo(now.plusSeconds(5));
    }

    @Test
    void key4_key5_aFailedSearchForNewerKeysIsToldBesideTheOldOnes() {
        Instant had = fetched("one", Optional.empty()).at();
        pass(INTERVAL);
        Flight flight = copies.flight(url, had.plusNanos(1)).orElseThrow();
        copies.crash(flight, "dead");

        assertThat(copies.outcome(flight, had.plusNanos(1)).error()).contains("dead");
        assertThat(copies.ready(url, had.plusNanos(1)).orElseThrow().error()).contains("dead");
        assertThat(copies.ready(url, ANY).orElseThrow().error()).contains("dead");
        assertThat(begun).hasSize(2);
    }

    @Test
    void key8_anOriginThatSaysThatThereIsNoneHasAnEmptySet() {
        fetched("one", Optional.empty());
        pass(TTL);
        Flight flight = copies.flight(url, ANY).orElseThrow();
        copies.land(flight, new Answer.Gone(), now);

        Document gone = copies.outcome(flight, ANY);
        assertThat(gone.json()).isEqualTo("{\"keys\":[]}");
        assertThat(gone.error()).isEmpty();
        assertThat(gone.freshUntil()).isEqualTo(now.plusSeconds(30));
    }

    @Test
    void whatIsUnchangedLivesOnWithItsValidator() {
        fetched("one", Optional.of(Duration.ofMinutes(2)));
        pass(Duration.ofMinutes(2));
        Flight flight = copies.flight(url, ANY).orElseThrow();
        assertThat(flight.etag()).contains("\"1\"");

        copies.land(flight, new Answer.Unchanged(Optional.empty()), now);

        assertThat(copies.outcome(flight, ANY).json()).isEqualTo("one");
        assertThat(copies.outcome(flight, ANY).at()).isEqualTo(now);
        pass(Duration.ofMinutes(2).minusNanos(1));
        assertThat(copies.ready(url, ANY)).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(copies.ready(url, ANY)).isEmpty();
    }

    @Test
    void key7_nothingServesAfterItWasForgotten() {
        fetched("one", Optional.empty());
        copies.forget(url.uri());

        assertThat(copies.ready(url, ANY)).isEmpty();
        assertThat(copies.kept()).isZero();
        copies.crash(copies.flight(url, ANY).orElseThrow(), "dead");
        copies.forget(url.uri());
        assertThat(copies.flight(url, ANY)).isPresent();
    }

    @Test
    void key7_aFetchThatWasUnderWayLeavesNothingBehind() {
        Flight early = copies.flight(url, ANY).orElseThrow();
        copies.forget(url.uri());
        Flight late = copies.flight(url, ANY).orElseThrow();
        assertThat(late).isNotEqualTo(early);

        copies.land(early, found("old", Optional.empty()), now);
        assertThat(copies.outcome(early, ANY).json()).isEqualTo("old");
        assertThat(copies.ready(url, ANY)).isEmpty();

        copies.land(late, found("new", Optional.empty()), now);
        assertThat(copies.ready(url, ANY).orElseThrow().json()).isEqualTo("new");
        assertThat(copies.kept()).isEqualTo(3);
    }

    @Test
    void aFetchEndsOnce() {
        Flight flight = copies.flight(url, ANY).orElseThrow();

        assertThat(copies.crash(flight, "too late")).isTrue();
        assertThat(copies.crash(flight, "again")).isFalse();
        copies.land(flight, found("after all", Optional.empty()), now);

        assertThatThrownBy(() -> copies.outcome(flight, ANY)).hasMessageContaining("too late");
    }

    @Test
    void key3_whenNoFetchCanBeginItIsNotTheOriginsFault() {
        full = true;
        assertThat(copies.flight(url, ANY)).isEmpty();
        assertThatThrownBy(() -> copies.withoutFetch(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too many");
        full = false;
        assertThat(copies.flight(url, ANY)).isPresent();
    }

    @Test
    void aClockThatIsSetBackMakesNothingLiveLonger() {
        fetched("one", Optional.empty());
        now = now.minusSeconds(3600);
        assertThat(copies.ready(url, ANY)).isEmpty();

        copies.crash(copies.flight(url, ANY).orElseThrow(), "dead");
        now = now.minusSeconds(3600);
        assertThat(copies.flight(url, ANY)).isPresent();
    }

    @Test
    void noMoreIsRememberedThanFits() {
        for (int i = 0; i < FetchLimits.URLS + 100; i++) {
            copies.crash(copies.flight(url("https://keys.example/" + i), ANY).orElseThrow(), "dead");
        }
        assertThat(copies.size()).isEqualTo(FetchLimits.URLS);

        String large = "x".repeat(65_536);
        for (int i = 0; i < 1000; i++) {
            Flight flight =
                    copies.flight(url("https://large.example/" + i), ANY).orElseThrow();
            copies.land(flight, found(large, Optional.empty()), now);
            assertThat(copies.outcome(flight, ANY).json()).isSameAs(large);
            assertThat(copies.kept()).isLessThanOrEqualTo(FetchLimits.KEPT_TEXT);
        }
        assertThat(copies.ready(url("https://large.example/999"), ANY)).isPresent();
        assertThat(copies.ready(url("https://large.example/0"), ANY)).isEmpty();
    }

    @Test
    void afterTheEndNobodyWaits() {
        Flight flight = copies.flight(url, ANY).orElseThrow();
        copies.close();

        assertThat(flight.isOver()).isTrue();
        assertThatThrownBy(() -> copies.outcome(flight, ANY)).isInstanceOf(UnavailableException.class);
        assertThat(copies.flight(url, ANY)).isEmpty();
        assertThatThrownBy(() -> copies.withoutFetch(url, ANY)).isInstanceOf(UnavailableException.class);
    }

    private Document fetched(String text, Optional<Duration> lifetime) {
        Flight flight = copies.flight(url, ANY).orElseThrow();
        copies.land(flight, found(text, lifetime), now);
        return copies.outcome(flight, ANY);
    }

    private static Answer found(String text, Optional<Duration> lifetime) {
        return new Answer.Found(text, Optional.of("\"1\""), lifetime);
    }

    private void begin(Flight flight) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        begun.add(flight);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static KeySetUrl url(String text) {
        URI uri = URI.create(text);
        return new KeySetUrl(uri, Origin.of(uri), false);
    }
}
