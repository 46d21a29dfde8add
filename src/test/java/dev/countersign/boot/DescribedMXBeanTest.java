package dev.countersign.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.admin.SigningKeysMXBean;
import dev.countersign.cache.KeyCacheMXBean;
import dev.countersign.expiry.CredentialsMXBean;
import dev.countersign.expiry.ExpiryOutlook;
import dev.countersign.http.AuthenticationMXBean;
import dev.countersign.replay.ReplayGuardMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DescribedMXBeanTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                AuthenticationMXBean.class,
                KeyCacheMXBean.class,
                CredentialsMXBean.class,
                SigningKeysMXBean.class,
                ReplayGuardMXBean.class
            })
    void everyAttributeAndOperationHasItsText(Class<?> type) {
        Object bean =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    throw new AssertionError("called for its description");
                });

        MBeanInfo info = DescribedMXBean.of(bean).getMBeanInfo();

        assertThat(info.getDescription()).endsWith(".");
        assertThat(info.getAttributes())
                .isNotEmpty()
                .allSatisfy(attribute -> assertThat(attribute.getDescription())
                        .as(attribute.getName())
                        .endsWith("."));
        assertThat(info.getOperations())
                .allSatisfy(operation -> assertThat(operation.getDescription())
                        .as(operation.getName())
                        .endsWith("."));
    }

    @Test
    void parametersHaveTheirNames() {
        Object bean = Proxy.newProxyInstance(
                KeyCacheMXBean.class.getClassLoader(),
                new Class<?>[] {KeyCacheMXBean.class},
                (proxy, method, given) -> 0);

        assertThat(DescribedMXBean.of(bean).getMBeanInfo().getOperations())
                .filteredOn(operation -> operation.getName().equals("clearClient"))
                .singleElement()
                .satisfies(operation ->
                        assertThat(operation.getSignature()[0].getName()).isEqualTo("clientId"));
    }

    @Test
    void itSendsTheNotificationsOfItsBean() {
        assertThat(DescribedMXBean.of(new ExpiryOutlook()))
                .isInstanceOfSatisfying(
                        NotificationEmitter.class,
                        emitter -> assertThat(emitter.getNotificationInfo()).hasSize(1));
    }

    /** A remote listener gets a notification only if its source is the name: the bean itself cannot be sent. */
    @Test
    void notificationsComeFromTheName() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        ObjectName name = new ObjectName("dev.countersign.test:type=Sending");
        Sending sending = new Sending();
        List<Notification> heard = new ArrayList<>();
        server.registerMBean(DescribedMXBean.of(sending), name);
        try {
            server.addNotificationListener(name, (notification, handback) -> heard.add(notification), null, null);

            sending.sendNotification(new Notification("test", sending, 1));

            assertThat(heard)
                    .singleElement()
                    .satisfies(
                            notification -> assertThat(notification.getSource()).isEqualTo(name));
        } finally {
            server.unregisterMBean(name);
        }
    }

    private static final class Sending extends NotificationBroadcasterSupport implements ReplayGuardMXBean {
        @Override
        public long getMarks() {
            return 0;
        }

        @Override
        public long getUsedBytes() {
            return 0;
        }

        @Override
        public long getCapacityBytes() {
            return 0;
        }

        @Override
        public long getRefusedForRoom() {
            return 0;
        }

        @Override
        public long getJournalBytes() {
            return 0;
        }
    }

    @Test
    void whatHasNoSuchInterfaceIsRefused() {
        assertThatThrownBy(() -> DescribedMXBean.of("text")).isInstanceOf(IllegalArgumentException.class);
    }
}
