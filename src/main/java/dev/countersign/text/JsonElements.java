package dev.countersign.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an array of objects as strictly as {@link StrictJson}, and knows where each of them stands. Stateless. */
public final class JsonElements {

    private JsonElements() {}

    /**
     * An object of an array, and where it stands.
     *
     * @param begin the offset of its brace
     * @param end the offset behind its last brace
     */
    public record Element(Map<String, Object> members, int begin, int end) {}

    /**
     * Reads an array of objects, and nothing else.
     *
     * @param most objects that there may be
     */
    public static List<Element> read(String text, int most) throws MisplacedException {
        StrictJson json = new StrictJson(text);
        try {
            return elements(json, text, most);
        } catch (MalformedException e) {
            throw new MisplacedException(e.rule(), json.at);
        }
    }

    /**
     * Where a value stands in an object of this text, which was read before.
     *
     * @param begin of the object
     * @param path names of members, and numbers of items from 0
     * @return the offset of the value, or of the last one on the way that is there
     */
    public static int offset(String text, int begin, List<Object> path) {
        StrictJson json = new StrictJson(text);
        json.at = begin;
        int found = begin;
        try {
            for (Object step : path) {
                if (!enter(json, step)) {
                    return found;
                }
                found = json.at;
            }
            return found;
        } catch (MalformedException e) {
            return found;
        }
    }

    private static List<Element> elements(StrictJson json, String text, int most) throws MalformedException {
        json.skipSpace();
        if (json.peek() != '[') {
            throw new MalformedException("not a JSON array");
        }
        json.at++;
        List<Element> elements = new ArrayList<>();
        json.skipSpace();
        if (json.peek() == ']') {
            json.at++;
        } else {
            do {
                json.skipSpace();
                if (json.peek() != '{') {
                    throw new MalformedException("not a JSON object");
                }
                if (elements.size() == most) {
                    throw new MalformedException("more than " + most + " objects");
                }
                int begin = json.at;
                elements.add(new Element(json.members(2), begin, json.at));
                json.skipSpace();
            } while (goesOn(json));
        }
        json.skipSpace();
        if (json.at < text.length()) {
            throw new MalformedException("something follows the JSON array");
        }
        return elements;
    }

    /** After an item: whether there is another one. */
    private static boolean goesOn(StrictJson json) throws MalformedException {
        boolean more = json.peek() == ',';
        if (!more && json.peek() != ']') {
            throw StrictJson.notJson();
        }
        json.at++;
        return more;
    }

    /** Goes to a value of the object or array that begins here; false: there is none. */
    private static boolean enter(StrictJson json, Object step) throws MalformedException {
        char open = json.peek();
        if (open != (step instanceof String ? '{' : '[')) {
            return false;
        }
        json.at++;
        json.skipSpace();
        for (int i = 0; json.peek() != '}' && json.peek() != ']'; i++) {
            Object name = i;
            if (open == '{') {
                name = json.string();
                json.skipSpace();
                json.expect(':');
                json.skipSpace();
            }
            if (name.equals(step)) {
                return true;
            }
            json.value(1);
            json.skipSpace();
            if (json.peek() == ',') {
                json.at++;
                json.skipSpace();
            }
        }
        return false;
    }
}
