package dev.countersign.declare;

import dev.countersign.text.JsonNumber;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/** Writes clients as {@link YamlDocuments} reads them: a line for each value, so that versions compare well. */
final class YamlWriter {

    private YamlWriter() {}

    /** Ends with a line break. */
    static String text(List<Map<String, Object>> clients) {
        DumpSettings settings = DumpSettings.builder()
                .setSchema(new CoreSchema())
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setSplitLines(false)
                .build();
        return new Dump(settings).dumpToString(plain(clients));
    }

    private static Object plain(Object value) {
        if (value instanceof Map<?, ?> members) {
            Map<Object, Object> plain = new LinkedHashMap<>();
            members.forEach((name, member) -> plain.put(name, plain(member)));
            return plain;
        }
        if (value instanceof List<?> items) {
            return items.stream().map(YamlWriter::plain).toList();
        }
        return value instanceof JsonNumber number ? new BigDecimal(number.literal()) : value;
    }
}
