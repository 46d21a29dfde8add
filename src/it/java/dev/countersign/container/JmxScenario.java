package dev.countersign.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;

/** What operators see over JMX, through a real connector. */
interface JmxScenario extends Scenario {

    @Test
    default void theMBeanCountsByMethodAndReason() throws Exception {
        String secret = script().register("\"client_id\":\"counted\"");
        try (Jvm jvm = new Jvm(running().server())) {
            MBeanServerConnection beans = jvm.beans();
            // With the virtual host, where the container has one.
            Set<ObjectName> names = beans.queryNames(
                    new ObjectName("dev.countersign:type=Authentication,context=/countersign,*"), null);
            assertThat(names).hasSize(1);
            ObjectName name = names.iterator().next();
            assertThat(name.getKeyPropertyList().keySet()).isSubsetOf("type", "context", "host");
            // One to be there already, whatever else has run.
            verify("counted", "wrong");
            Counts before = Counts.of(beans, name);

            verify("counted", secret);
            verify("counted", "wrong");
            visitor().get("/verify");

            Counts after = Counts.of(beans, name);
            assertThat(after.granted - before.granted).isEqualTo(1);
            assertThat(after.refused - before.refused).isEqualTo(2);
            assertThat(after.wrongSecrets - before.wrongSecrets).isEqualTo(1);
            assertThat(after.grantedByBasic - before.grantedByBasic).isEqualTo(1);
            assertThat(after.refusedByBasic - before.refusedByBasic).isEqualTo(1);
            assertThat(beans.getAttribute(name, "Unavailable")).isEqualTo(0L);
            assertThat(beans.getAttribute(name, "Throttled")).isEqualTo(0L);
        }
    }

    /** Some of its attributes, at one time. */
    record Counts(long granted, long refused, long wrongSecrets, long grantedByBasic, long refusedByBasic) {

        static Counts of(MBeanServerConnection beans, ObjectName name) throws Exception {
            CompositeData basic = (CompositeData) of(beans, name, "ByMethod", "client_secret_basic");
            return new Counts(
                    (long) beans.getAttribute(name, "Granted"),
                    (long) beans.getAttribute(name, "Refused"),
                    (long) of(beans, name, "ByReason", "WRONG_SECRET"),
                    (long) basic.get("granted"),
                    (long) basic.get("refused"));
        }

        private static Object of(MBeanServerConnection beans, ObjectName name, String attribute, String key)
                throws Exception {
            TabularData map = (TabularData) beans.getAttribute(name, attribute);
            return map.get(new Object[] {key}).get("value");
        }
    }
}
