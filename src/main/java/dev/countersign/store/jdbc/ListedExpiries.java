package dev.countersign.store.jdbc;

import dev.countersign.client.Client;
import dev.countersign.client.ClientDirectory;
import dev.countersign.client.EndingCredential;
import dev.countersign.client.ExpiryCalendar;
import dev.countersign.client.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Lists and counts the credentials that end, of clients that are kept elsewhere. Each call reads the list of all
 * clients once; it keeps no more than a page. Thread-safe.
 */
record ListedExpiries(ClientDirectory clients) implements ExpiryCalendar, EndingCredentials {

    /** A larger limit is cut to this. */
    private static final int MAX_PAGE_CREDENTIALS = 500;

    private static final int CLIENTS_AT_ONCE = 500;

    private static final Comparator<EndingCredential> BY_PLACE = Comparator.comparing(ExpiryPages::endOf);

    @Override
    public Page<EndingCredential> ending(Instant from, Instant until, Optional<String> after, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a page has at least one credential");
        }
        return page(after.map(Cursor::end).orElse(new Cursor.End(from, "")), until, limit);
    }

    @Override
    public long count(Instant after, Instant until) {
        long[] found = new long[1];
        forEach(credential -> {
            if (credential.endsAt().isAfter(after) && !credential.endsAt().isAfter(until)) {
                found[0]++;
            }
        });
        return found[0];
    }

    @Override
    public Page<EndingCredential> page(Cursor.End after, Instant until, int limit) {
        int size = Math.min(limit, MAX_PAGE_CREDENTIALS);
        PriorityQueue<EndingCredential> first = new PriorityQueue<>(BY_PLACE.reversed());
        forEach(credential -> {
            if (ExpiryPages.endOf(credential).compareTo(after) > 0
                    && !credential.endsAt().isAfter(until)) {
                first.add(credential);
                if (first.size() > size + 1) {
                    first.remove();
                }
            }
        });
        List<EndingCredential> found = new ArrayList<>(first);
        found.sort(BY_PLACE);
        if (found.size() <= size) {
            return new Page<>(found, Optional.empty());
        }
        return new Page<>(found.subList(0, size), Optional.of(Cursor.of(ExpiryPages.endOf(found.get(size - 1)))));
    }

    private void forEach(Consumer<EndingCredential> action) {
        Optional<String> after = Optional.empty();
        do {
            Page<Client> page = clients.page("", after, CLIENTS_AT_ONCE);
            page.items().stream().flatMap(EndingCredential::of).forEach(action);
            after = page.next();
        } while (after.isPresent());
    }
}
