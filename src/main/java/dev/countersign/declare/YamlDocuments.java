package dev.countersign.declare;

import dev.countersign.text.JsonNull;
import dev.countersign.text.JsonNumber;
import dev.countersign.text.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.Event.ID;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads clients from YAML 1.2 as strictly as {@link StrictJson} reads JSON, and into the same values: without aliases,
 * anchors and tags, no key twice, with limited nesting. Each document is one client, or a list of clients. Used once.
 */
final class YamlDocuments {

    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern LONG = Pattern.compile("-?[0-9]{1,18}");

    private final ScalarResolver resolver = new CoreSchema().getScalarResolver();
    private final Iterator<Event> events;

    /**
     * A client as it is written.
     *
     * @param line from 1
     * @param column from 1
     */
    record Item(Map<String, Object> members, int line, int column) {}

    /** The text breaks a rule. The message has the place in front, and repeats nothing of the text. */
    static final class YamlException extends Exception {

        private static final long serialVersionUID = 1L;

        private YamlException(Optional<Mark> place, String rule) {
            super(place.map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1) + ": ")
                            .orElse("")
                    + rule);
        }
    }

    private YamlDocuments(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setCodePointLimit(Integer.MAX_VALUE)
                .build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    static List<Item> read(String text, int most) throws YamlException {
        YamlDocuments documents = new YamlDocuments(text);
        try {
            return documents.items(most);
        } catch (MarkedYamlEngineException e) {
            throw new YamlException(e.getProblemMark(), e.getProblem());
        } catch (YamlEngineException e) {
            throw new YamlException(Optional.empty(), "has characters that YAML does not have");
        }
    }

    private List<Item> items(int most) throws YamlException {
        List<Item> items = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case SequenceStart -> {
                    requirePlain((NodeEvent) event);
                    for (Event item = events.next(); item.getEventId() != ID.SequenceEnd; item = events.next()) {
                        items.add(item(item, 2));
                    }
                }
                case MappingStart -> items.add(item(event, 1));
                case Scalar, Alias -> {
                    if (value(event, 1) != JsonNull.NULL) {
                        throw new YamlException(event.getStartMark(), "neither a client nor a list of clients");
                    }
                }
                default -> {
                    // The beginning or the end of the stream or of a document.
                }
            }
            if (items.size() > most) {
                throw new YamlException(event.getStartMark(), "more than " + most + " clients");
            }
        }
        return items;
    }

    private Item item(Event event, int depth) throws YamlException {
        if (!(event instanceof MappingStartEvent start)) {
            throw new YamlException(event.getStartMark(), "not a client: a client is a mapping of names to values");
        }
        Mark mark = event.getStartMark().orElseThrow();
        return new Item(members(start, depth), mark.getLine() + 1, mark.getColumn() + 1);
    }

    private Object value(Event event, int depth) throws YamlException {
        if (event instanceof MappingStartEvent start) {
            return members(start, depth);
        }
        if (event instanceof CollectionStartEvent start) {
            requirePlain(start);
            requireDepth(start, depth);
            List<Object> items = new ArrayList<>();
            for (Event item = events.next(); item.getEventId() != ID.SequenceEnd; item = events.next()) {
                items.add(value(item, depth + 1));
            }
            return items;
        }
        return scalar(event);
    }

    private Map<String, Object> members(MappingStartEvent start, int depth) throws YamlException {
        requirePlain(start);
        requireDepth(start, depth);
        Map<String, Object> members = new LinkedHashMap<>();
        for (Event key = events.next(); key.getEventId() != ID.MappingEnd; key = events.next()) {
            if (!(key instanceof ScalarEvent name)) {
                throw new YamlException(key.getStartMark(), "a name must be a text");
            }
            requirePlain(name);
            requireText(name);
            if (members.put(name.getValue(), value(events.next(), depth + 1)) != null) {
                throw new YamlException(key.getStartMark(), "a name is there twice");
            }
        }
        return members;
    }

    private Object scalar(Event event) throws YamlException {
        if (event instanceof AliasEvent || !(event instanceof ScalarEvent scalar)) {
            throw new YamlException(event.getStartMark(), "aliases are not taken: write the value itself");
        }
        requirePlain(scalar);
        requireText(scalar);
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return text;
        }
        Tag tag = resolver.resolve(text, true);
        if (tag.equals(Tag.NULL)) {
            return JsonNull.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return text.equalsIgnoreCase("true");
        }
        if (!tag.equals(Tag.INT) && !tag.equals(Tag.FLOAT)) {
            return text;
        }
        if (!JSON_NUMBER.matcher(text).matches()) {
            throw new YamlException(
                    event.getStartMark(),
                    "a number that JSON does not have; a text of this form needs quotation marks");
        }
        return LONG.matcher(text).matches() ? (Object) Long.valueOf(text) : new JsonNumber(text);
    }

    private static void requirePlain(NodeEvent event) throws YamlException {
        if (event.getAnchor().isPresent()) {
            throw new YamlException(event.getStartMark(), "anchors and aliases are not taken: write the value itself");
        }
        boolean tagged = event instanceof ScalarEvent scalar
                ? scalar.getTag().isPresent()
                : event instanceof CollectionStartEvent start && start.getTag().isPresent();
        if (tagged) {
            throw new YamlException(event.getStartMark(), "tags are not taken");
        }
    }

    private static void requireDepth(Event event, int depth) throws YamlException {
        if (depth > StrictJson.MAX_DEPTH) {
            throw new YamlException(
                    event.getStartMark(), "values are nested more than " + StrictJson.MAX_DEPTH + " deep");
        }
    }

    /** An escape can make half a surrogate pair, which is no character. */
    private static void requireText(ScalarEvent scalar) throws YamlException {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(scalar.getValue())) {
            throw new YamlException(scalar.getStartMark(), "a text has half a surrogate pair");
        }
    }
}
