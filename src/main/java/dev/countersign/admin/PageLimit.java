package dev.countersign.admin;

import dev.countersign.client.Page;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Pages of lists: the parameters {@code limit} and {@code after}, and {@code next} in all answers but the last. */
final class PageLimit {

    static final int DEFAULT = 50;
    static final int MAX_ITEMS = 200;

    private PageLimit() {}

    /** @throws ProblemException when the parameter is no such number */
    static int of(QueryParameters query) {
        String text = query.get("limit").orElse(String.valueOf(DEFAULT));
        if (!text.matches("[0-9]{1,3}")) {
            throw outOfRange();
        }
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > MAX_ITEMS) {
            throw outOfRange();
        }
        return limit;
    }

    /** @throws ProblemException when {@code after} was not the {@code next} of a page */
    static <T> Answer answer(Supplier<Page<T>> source, Function<T, ?> representation) {
        return answer(source, representation, Optional.empty());
    }

    /**
     * @param total how many there are on all pages together; empty: not told
     * @throws ProblemException when {@code after} was not the {@code next} of a page
     */
    static <T> Answer answer(Supplier<Page<T>> source, Function<T, ?> representation, Optional<Long> total) {
        Page<T> page = page(source);
        return Answer.json(
                200, new Shown(page.items().stream().<Object>map(representation).toList(), page.next(), total));
    }

    /** @throws ProblemException when {@code after} was not the {@code next} of a page */
    static <T> Page<T> page(Supplier<Page<T>> source) {
        try {
            return source.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.inField("after", "Must be the value of next from a page before.");
        }
    }

    /** The answer. */
    public record Shown(List<Object> items, Optional<String> next, Optional<Long> total) {}

    private static ProblemException outOfRange() {
        return ProblemException.inField("limit", "Must be a number from 1 to " + MAX_ITEMS + ".");
    }
}
