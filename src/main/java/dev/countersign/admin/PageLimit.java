package dev.countersign.admin;

import dev.countersign.client.Page;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Shows a list page by page: {@code limit}, {@code after}, and {@code next} where there is more. */
final class PageLimit {

    static final int DEFAULT = 50;
    static final int MAX = 200;

    private PageLimit() {}

    /** @throws ProblemException when the parameter is no such number */
    static int of(QueryParameters query) {
        String text = query.get("limit").orElse(String.valueOf(DEFAULT));
        if (!text.matches("[0-9]{1,3}")) {
            throw outOfRange();
        }
        int limit = Integer.parseInt(text);
        if (limit < 1 || limit > MAX) {
            throw outOfRange();
        }
        return limit;
    }

    /** @throws ProblemException when {@code after} was not the {@code next} of a page */
    static <T> Answer answer(Supplier<Page<T>> source, Function<T, Map<String, Object>> representation) {
        Page<T> page;
        try {
            page = source.get();
        } catch (IllegalArgumentException e) {
            throw ProblemException.inField("after", "This was not the next of a page.");
        }
        List<Object> items = new ArrayList<>();
        page.items().forEach(item -> items.add(representation.apply(item)));
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("items", items);
        page.next().ifPresent(next -> members.put("next", next));
        return Answer.json(200, members);
    }

    private static ProblemException outOfRange() {
        return ProblemException.inField("limit", "This is a number from 1 to " + MAX + ".");
    }
}
