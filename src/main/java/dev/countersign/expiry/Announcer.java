package dev.countersign.expiry;

import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * Announces ends of credentials to the listeners on this node, once per node and threshold. What was announced is
 * remembered only as long as the node runs: listeners are gone after a restart as well. Used by one thread.
 */
final class Announcer {

    /** In credentials per look; the rest is announced at the next look. */
    static final int MAX_ANNOUNCED = 10_000;

    /** In credentials per query. */
    private static final int PAGE = 200;

    private final ExpiryCalendar calendar;
    private final ExpiryOutlook outlook;
    private final Threshold threshold;
    private Place reached;

    /** @param told credentials that end no later were announced by nodes that ran before */
    Announcer(ExpiryCalendar calendar, ExpiryOutlook outlook, Threshold threshold, Instant told) {
        this.calendar = calendar;
        this.outlook = outlook;
        this.threshold = threshold;
        this.reached = Place.behind(told);
    }

    /** When the store fails half-way, the next call continues where this one stopped. */
    void announce(Instant now) {
        Instant after = threshold.after(reached.end(), now);
        if (after.isAfter(reached.end())) {
            reached = Place.behind(after);
        }
        Instant until = threshold.until(now);
        int announced = 0;
        Optional<String> next = Optional.empty();
        do {
            Page<EndingCredential> page = calendar.ending(after, until, next, PAGE);
            for (EndingCredential credential : page.items()) {
                Place place = new Place(credential.endsAt(), credential.id());
                if (place.compareTo(reached) > 0) {
                    reached = place;
                    if (threshold.concerns(credential)) {
                        outlook.announce(credential, threshold.days(), now);
                        announced++;
                    }
                }
            }
            next = page.next();
        } while (next.isPresent() && announced < MAX_ANNOUNCED);
        if (next.isEmpty() && until.isAfter(reached.end())) {
            reached = Place.behind(until);
        }
    }

    /** A position in the list of ends, which is sorted by time and id. */
    private record Place(Instant end, String id) implements Comparable<Place> {

        private static final Comparator<Place> ORDER =
                Comparator.comparing(Place::end).thenComparing(Place::id);

        /** Sorts behind every id: no id has a character that is greater in ASCII. */
        private static final String BEHIND_ALL = "~";

        static Place behind(Instant end) {
            return new Place(end, BEHIND_ALL);
        }

        @Override
        public int compareTo(Place other) {
            return ORDER.compare(this, other);
        }
    }
}
