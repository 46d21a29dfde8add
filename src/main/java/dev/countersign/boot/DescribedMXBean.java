package dev.countersign.boot;

import dev.countersign.manage.Description;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanNotificationInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationBroadcasterSupport;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;
import javax.management.StandardMBean;

/**
 * Gives an MXBean the texts of its interface ({@link Description}) and the names of its operations' parameters. An
 * interface has no two operations of one name. Stateless.
 */
final class DescribedMXBean {

    private DescribedMXBean() {}

    /** @throws IllegalArgumentException when the bean implements no interface whose name ends with {@code MXBean} */
    static StandardMBean of(Object bean) {
        return of(
                bean,
                Stream.<Class<?>>iterate(bean.getClass(), Objects::nonNull, Class::getSuperclass)
                        .flatMap(each -> Arrays.stream(each.getInterfaces()))
                        .filter(candidate -> candidate.getSimpleName().endsWith("MXBean"))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(bean.getClass() + " has no MXBean interface")));
    }

    private static <T> StandardMBean of(Object bean, Class<T> type) {
        Optional<NotificationEmitter> sending =
                Optional.of(bean).filter(NotificationEmitter.class::isInstance).map(NotificationEmitter.class::cast);
        NotificationBroadcasterSupport relay = new NotificationBroadcasterSupport(
                sending.map(NotificationEmitter::getNotificationInfo).orElseGet(() -> new MBeanNotificationInfo[0]));
        StandardMBean described = new StandardEmitterMBean(type.cast(bean), type, true, relay) {
            @Override
            protected String getDescription(MBeanInfo info) {
                return text(Optional.ofNullable(type.getAnnotation(Description.class)));
            }

            @Override
            protected String getDescription(MBeanAttributeInfo info) {
                return ofMethod(type, "get" + info.getName());
            }

            @Override
            protected String getDescription(MBeanOperationInfo info) {
                return ofMethod(type, info.getName());
            }

            @Override
            protected String getParameterName(MBeanOperationInfo info, MBeanParameterInfo parameter, int sequence) {
                return method(type, info.getName()).getParameters()[sequence].getName();
            }
        };
        // The MBean server puts the name in the place of the source only where that is the registered object; another
        // one would not get to a remote listener.
        sending.ifPresent(emitter -> emitter.addNotificationListener(
                (notification, handback) -> {
                    notification.setSource(described);
                    relay.sendNotification(notification);
                },
                null,
                null));
        return described;
    }

    private static String ofMethod(Class<?> type, String name) {
        return text(Optional.ofNullable(method(type, name).getAnnotation(Description.class)));
    }

    private static String text(Optional<Description> description) {
        return description.map(Description::value).orElse("");
    }

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
