package dev.countersign.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.auth.KeySetOrigin.Served;
import dev.countersign.auth.Recency;
import dev.countersign.client.UnavailableException;
import dev.countersign.fetch.KeySetCache.Place;
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
class KeySetCacheTest {

    private static final Recency ANY = Recency.since(0);
    private static final Recency NOW = Recency.immediate(0);
    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration INTERVAL = Duration.ofSeconds(30);
    private static final Duration STALE = Duration.ofHours(1);
    private static final FetchLimits LIMITS =
            new FetchLimits(Set.of(), Duration.ofSeconds(3), 65_536, TTL, INTERVAL, STALE);

    private final KeySetUrl url = url("https://keys.example/jwks");
    private final List<PendingFetch<String>> begun = new ArrayList<>();
    private boolean full;
    private long nanos = 1000;
    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final KeySetCache<String> keySets =
            new KeySetCache<>(LIMITS, String::length, () -> now, () -> nanos, this::begin);

    @Test
    void key6_aKeySetIsBelievedForItsTimeAndNotAMomentLonger() {
        fetched("one", Optional.of(Duration.ofSeconds(30)));

        pass(Duration.ofSeconds(30).minusNanos(1));
        assertThat(keySets.ready(url, ANY).orElseThrow().keySet()).isEqualTo("one");
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(keySets.ready(url, ANY)).isEmpty();
        assertThat(fetch(ANY)).isPresent();
        assertThat(begun).hasSize(2);
    }

    @Test
    void key6_whatIsStillAskedForIsRefreshedBeforeItsEnd() {
        fetched("one", Optional.empty());
        Instant believed = keySets.ready(url, ANY).orElseThrow().freshUntil();
        assertThat(believed).isEqualTo(now.plus(Duration.ofMinutes(8)));

        now = believed;
        Served<String> meanwhile = keySets.ready(url, ANY).orElseThrow();

        assertThat(meanwhile.keySet()).isEqualTo("one");
        assertThat(meanwhile.freshUntil()).isEqualTo(now.plusSeconds(1));
        assertThat(begun).hasSize(2);
        keySets.ready(url, ANY);
        assertThat(begun).hasSize(2);
        keySets.succeed(begun.get(1), found("two", Optional.empty()), now);
        assertThat(keySets.ready(url, ANY).orElseThrow().keySet()).isEqualTo("two");
    }

    @Test
    void key3_oneFetchIsUnderWayPerUrl() {
        PendingFetch<String> first = fetch(ANY).orElseThrow();

        assertThat(fetch(ANY)).contains(first);
        assertThat(fetch(newerThan(now.plusSeconds(9)))).contains(first);
        assertThat(begun).hasSize(1);
        assertThat(fetch(url("https://keys.example/other"), ANY)).isPresent();
        assertThat(begun).hasSize(2);
    }

    @Test
    void key4_whoLooksForNewerKeysCausesOneFetchPerInterval() {
        Instant had = fetched("one", Optional.empty()).at();
        for (int i = 0; i < 1000; i++) {
            assertThat(keySets.ready(url, newerThan(had.plusNanos(1)))
                            .orElseThrow()
                            .keySet())
                    .isEqualTo("one");
        }
        pass(INTERVAL.minusNanos(1));
        assertThat(keySets.ready(url, newerThan(had.plusNanos(1)))).isPresent();
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        assertThat(keySets.ready(url, newerThan(had.plusNanos(1)))).isEmpty();
        PendingFetch<String> fetch = fetch(newerThan(had.plusNanos(1))).orElseThrow();
        keySets.succeed(fetch, found("two", Optional.empty()), now);

        assertThat(keySets.outcome(fetch, newerThan(had.plusNanos(1))).keySet()).isEqualTo("two");
        assertThat(keySets.ready(url, newerThan(now.plusNanos(1))).orElseThrow().keySet())
                .isEqualTo("two");
        assertThat(begun).hasSize(2);
    }

    @Test
    void key4_whoInsistsIsFetchedForOnceASecondHoweverFreshTheCopy() {
        fetched("one", Optional.empty());
        assertThat(fetch(NOW)).isEmpty();
        pass(FetchLimits.MIN_REFRESH_INTERVAL.minusNanos(1));
        for (int i = 0; i < 1000; i++) {
            assertThat(fetch(NOW)).isEmpty();
        }
        assertThat(begun).hasSize(1);

        pass(Duration.ofNanos(1));
        PendingFetch<String> fetch = fetch(NOW).orElseThrow();
        assertThat(fetch(NOW)).contains(fetch);
        assertThat(begun).hasSize(2);
        keySets.succeed(fetch, found("two", Optional.empty()), now);
        assertThat(keySets.ready(url, ANY).orElseThrow().keySet()).isEqualTo("two");
        now = now.minusSeconds(60);
        assertThat(fetch(NOW)).isPresent();
    }

    @Test
    void key5_whoInsistsDoesNotWaitForTheBackOffAndLosesNothing() {
        fetched("one", Optional.empty());
        for (int i = 0; i < 5; i++) {
            pass(FetchLimits.MIN_REFRESH_INTERVAL);
            PendingFetch<String> fetch = fetch(NOW).orElseThrow();
            keySets.fail(fetch, "dead");

            Served<String> kept = keySets.outcome(fetch, newerThan(now));
            assertThat(kept.keySet()).isEqualTo("one");
            assertThat(kept.error()).contains("dead");
        }
        assertThat(keySets.withoutFetch(url, newerThan(now)).error()).contains("dead");
        pass(TTL.plus(STALE));
        PendingFetch<String> last = fetch(NOW).orElseThrow();
        keySets.fail(last, "dead");
        assertThatThrownBy(() -> keySets.outcome(last, newerThan(now))).hasMessageEndingWith("dead");
    }

    @Test
    void key3_whoInsistsIsToldWhenNoFetchCanBegin() {
        fetched("one", Optional.empty());
        pass(FetchLimits.MIN_REFRESH_INTERVAL);
        full = true;

        assertThat(fetch(NOW)).isEmpty();
        assertThat(keySets.withoutFetch(url, newerThan(now)).error().orElseThrow())
                .contains("too many");
    }

    @Test
    void key5_key8_theLastGoodOneServesUntilTheStaleLimitAndSaysWhy() {
        fetched("one", Optional.empty());
        Instant end = now.plus(TTL).plus(STALE);
        now = end.minusNanos(1);
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        keySets.fail(fetch, "it answered with status 500");

        Served<String> stale = keySets.outcome(fetch, ANY);
        assertThat(stale.keySet()).isEqualTo("one");
        assertThat(stale.error()).contains("it answered with status 500");
        assertThat(stale.freshUntil()).isEqualTo(end);

        now = end;
        assertThatThrownBy(() -> keySets.ready(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessage("no key set from https://keys.example:443: it answered with status 500");
    }

    @Test
    void key5_theFailureItselfIsRememberedForLongerEachTime() {
        for (int backOff : List.of(5, 10, 20, 40, 60, 60)) {
            keySets.fail(fetch(ANY).orElseThrow(), "dead");
            int fetches = begun.size();
            now = now.plusSeconds(backOff).minusNanos(1);
            assertThatThrownBy(() -> keySets.ready(url, ANY)).isInstanceOf(UnavailableException.class);
            assertThat(fetch(ANY)).isEmpty();
            assertThat(begun).hasSize(fetches);
            pass(Duration.ofNanos(1));
            assertThat(keySets.ready(url, ANY)).isEmpty();
        }
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        keySets.succeed(fetch, found("back", Optional.empty()), now);
        assertThat(keySets.outcome(fetch, ANY).error()).isEmpty();
        pass(TTL);
        keySets.fail(fetch(ANY).orElseThrow(), "dead again");
        assertThat(keySets.ready(url, ANY).orElseThrow().freshUntil()).isEqualTo(now.plusSeconds(5));
    }

    @Test
    void key4_key5_aFailedSearchForNewerKeysIsToldBesideTheOldOnes() {
        Instant had = fetched("one", Optional.empty()).at();
        pass(INTERVAL);
        PendingFetch<String> fetch = fetch(newerThan(had.plusNanos(1))).orElseThrow();
        keySets.fail(fetch, "dead");

        assertThat(keySets.outcome(fetch, newerThan(had.plusNanos(1))).error()).contains("dead");
        assertThat(keySets.ready(url, newerThan(had.plusNanos(1))).orElseThrow().error())
                .contains("dead");
        assertThat(keySets.ready(url, ANY).orElseThrow().error()).contains("dead");
        assertThat(begun).hasSize(2);
    }

    @Test
    void whatIsUnchangedLivesOnWithItsValidator() {
        fetched("one", Optional.of(Duration.ofMinutes(2)));
        pass(Duration.ofMinutes(2));
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        assertThat(fetch.etag()).contains("\"1\"");

        keySets.succeed(fetch, new OriginAnswer.Unchanged<>(Optional.empty()), now);

        assertThat(keySets.outcome(fetch, ANY).keySet()).isEqualTo("one");
        assertThat(keySets.outcome(fetch, ANY).at()).isEqualTo(now);
        pass(Duration.ofMinutes(2).minusNanos(1));
        assertThat(keySets.ready(url, ANY)).isPresent();
        pass(Duration.ofNanos(1));
        assertThat(keySets.ready(url, ANY)).isEmpty();
    }

    @Test
    void key7_nothingServesAfterItWasDeclaredVoid() {
        fetched("one", Optional.empty());
        nanos++;
        Recency cleared = Recency.since(nanos);

        assertThat(keySets.ready(url, cleared)).isEmpty();
        assertThat(keySets.kept()).isZero();
        assertThatThrownBy(() -> keySets.withoutFetch(url, cleared)).isInstanceOf(UnavailableException.class);
        keySets.fail(fetch(cleared).orElseThrow(), "dead");
        assertThat(fetch(cleared)).isEmpty();
        nanos++;
        assertThat(fetch(Recency.immediate(nanos))).isPresent();
        assertThat(fetch(Recency.since(nanos))).isPresent();
    }

    @Test
    void key7_whatWasAskedForSinceThenServes() {
        nanos = Long.MAX_VALUE;
        Recency cleared = Recency.since(nanos);
        // The monotonic clock may overflow.
        nanos++;
        keySets.succeed(fetch(cleared).orElseThrow(), found("one", Optional.empty()), now);

        assertThat(keySets.ready(url, cleared).orElseThrow().keySet()).isEqualTo("one");
        assertThat(keySets.ready(url, Recency.since(nanos)).orElseThrow().keySet())
                .isEqualTo("one");
        assertThat(keySets.ready(url, Recency.since(nanos + 1))).isEmpty();
    }

    @Test
    void key7_aFetchThatWasUnderWayLeavesNothingBehind() {
        PendingFetch<String> early = fetch(ANY).orElseThrow();
        nanos++;
        Recency cleared = Recency.since(nanos);
        PendingFetch<String> late = fetch(cleared).orElseThrow();
        assertThat(late).isNotEqualTo(early);

        keySets.succeed(early, found("old", Optional.empty()), now);
        assertThat(keySets.outcome(early, ANY).keySet()).isEqualTo("old");
        assertThat(keySets.ready(url, cleared)).isEmpty();
        long withoutKeySet = keySets.kept();

        keySets.succeed(late, found("new", Optional.empty()), now);
        assertThat(keySets.ready(url, cleared).orElseThrow().keySet()).isEqualTo("new");
        assertThat(keySets.kept()).isEqualTo(withoutKeySet + 3);
    }

    @Test
    void key3_inTheFirstMomentsOfAFetchAnyRequestWaitsThenOnlySoMany() {
        List<Place<String>> places = new ArrayList<>();
        places.add(keySets.take(url, ANY).orElseThrow());
        assertThat(places.get(0).counted()).isTrue();
        for (int i = 0; i < 100; i++) {
            Place<String> free = keySets.take(url, ANY).orElseThrow();
            assertThat(free.counted()).isFalse();
            assertThat(free.nanos()).isEqualTo(FetchLimits.FREE_WAIT.toNanos());
            keySets.giveBack(free);
        }
        nanos += FetchLimits.FREE_WAIT.toNanos() - 1;
        assertThat(keySets.take(url, ANY).orElseThrow().nanos()).isEqualTo(1);

        nanos++;
        while (places.size() < FetchLimits.MAX_WAITING_PER_URL) {
            places.add(keySets.take(url, ANY).orElseThrow());
        }
        assertThat(places).extracting(Place::counted).containsOnly(true);
        assertThat(keySets.take(url, ANY)).isEmpty();
        keySets.giveBack(places.get(0));
        assertThat(keySets.take(url, ANY)).isPresent();
        assertThat(keySets.take(url, ANY)).isEmpty();
        assertThat(begun).hasSize(1);
    }

    @Test
    void key3_oneOriginAndAllOfThemHaveOnlySoManyWaitingAndNoneStartsAFetchInVain() {
        List<Place<String>> places = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            keySets.take(url("https://keys.example/" + i), ANY).ifPresent(places::add);
        }
        assertThat(places).hasSize(FetchLimits.MAX_WAITING_PER_ORIGIN);
        for (int i = 0; i < 100; i++) {
            keySets.take(url("https://origin-" + i + ".example/"), ANY).ifPresent(places::add);
        }
        assertThat(places).hasSize(FetchLimits.MAX_WAITING);
        assertThat(begun).hasSize(FetchLimits.MAX_WAITING);

        places.forEach(keySets::giveBack);
        assertThat(keySets.take(url("https://keys.example/last"), ANY)).isPresent();
    }

    @Test
    void key3_aFetchThatCannotBeginTakesNoPlace() {
        full = true;
        for (int i = 0; i < 100; i++) {
            assertThat(keySets.take(url, ANY)).isEmpty();
        }
        full = false;
        assertThat(keySets.take(url, ANY)).isPresent();
    }

    @Test
    void aFetchEndsOnce() {
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();

        assertThat(keySets.fail(fetch, "too late")).as("no older set").isFalse();
        assertThat(keySets.fail(fetch, "again")).isFalse();
        keySets.succeed(fetch, found("after all", Optional.empty()), now);

        assertThatThrownBy(() -> keySets.outcome(fetch, ANY)).hasMessageContaining("too late");
    }

    @Test
    void ops1_aFailureIsALineOfItsOwnOnlyWhereNoRequestReportsIt() {
        keySets.succeed(fetch(ANY).orElseThrow(), found("set", Optional.empty()), now);
        pass(TTL);

        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        assertThat(keySets.fail(fetch, "dead")).as("the older set serves on").isTrue();
        assertThat(keySets.fail(fetch, "again")).isFalse();
    }

    @Test
    void key3_whenNoFetchCanBeginItIsNotTheOriginsFault() {
        full = true;
        assertThat(fetch(ANY)).isEmpty();
        assertThatThrownBy(() -> keySets.withoutFetch(url, ANY))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("too many");
        full = false;
        assertThat(fetch(ANY)).isPresent();
    }

    @Test
    void aClockThatIsSetBackMakesNothingLiveLonger() {
        fetched("one", Optional.empty());
        now = now.minusSeconds(3600);
        assertThat(keySets.ready(url, ANY)).isEmpty();

        keySets.fail(fetch(ANY).orElseThrow(), "dead");
        now = now.minusSeconds(3600);
        assertThat(fetch(ANY)).isPresent();
    }

    @Test
    void noMoreIsRememberedThanFits() {
        for (int i = 0; i < FetchLimits.MAX_URLS + 100; i++) {
            keySets.fail(fetch(url("https://keys.example/" + i), ANY).orElseThrow(), "dead");
        }
        assertThat(keySets.size()).isEqualTo(FetchLimits.MAX_URLS);

        String large = "x".repeat((int) (FetchLimits.MAX_KEPT_BYTES / 500));
        for (int i = 0; i < 1000; i++) {
            PendingFetch<String> fetch =
                    fetch(url("https://large.example/" + i), ANY).orElseThrow();
            keySets.succeed(fetch, found(large, Optional.empty()), now);
            assertThat(keySets.outcome(fetch, ANY).keySet()).isSameAs(large);
            assertThat(keySets.kept()).isLessThanOrEqualTo(FetchLimits.MAX_KEPT_BYTES);
        }
        assertThat(keySets.ready(url("https://large.example/999"), ANY)).isPresent();
        assertThat(keySets.ready(url("https://large.example/0"), ANY)).isEmpty();
    }

    @Test
    void afterTheEndNobodyWaits() {
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        keySets.close();

        assertThat(fetch.isOver()).isTrue();
        assertThatThrownBy(() -> keySets.outcome(fetch, ANY)).isInstanceOf(UnavailableException.class);
        assertThat(fetch(ANY)).isEmpty();
        assertThatThrownBy(() -> keySets.withoutFetch(url, ANY)).isInstanceOf(UnavailableException.class);
    }

    private Optional<PendingFetch<String>> fetch(Recency recency) {
        return fetch(url, recency);
    }

    /** By a request that has a place and does not keep it. */
    private Optional<PendingFetch<String>> fetch(KeySetUrl from, Recency recency) {
        Optional<Place<String>> place = keySets.take(from, recency);
        place.ifPresent(keySets::giveBack);
        return place.map(Place::fetch);
    }

    private static Recency newerThan(Instant instant) {
        return new Recency(instant, false, 0);
    }

    private Served<String> fetched(String text, Optional<Duration> lifetime) {
        PendingFetch<String> fetch = fetch(ANY).orElseThrow();
        keySets.succeed(fetch, found(text, lifetime), now);
        return keySets.outcome(fetch, ANY);
    }

    private static OriginAnswer<String> found(String text, Optional<Duration> lifetime) {
        return new OriginAnswer.Found<>(text, Optional.of("\"1\""), lifetime);
    }

    private void begin(PendingFetch<String> fetch) {
        if (full) {
            throw new RejectedExecutionException("full");
        }
        begun.add(fetch);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private static KeySetUrl url(String text) {
        URI uri = URI.create(text);
        return new KeySetUrl(uri, Origin.of(uri), false);
    }
}
