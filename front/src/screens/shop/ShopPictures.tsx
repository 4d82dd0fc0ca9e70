import { useWords } from '../../i18n/WordsProvider'
import type { ShopNow } from '../../model/shelf'
import { PictureButton } from './Picture'

/** What customers see of the shop itself: its picture in the list, and the one above its menu. */
export function ShopPictures({ shop }: { shop: ShopNow }) {
  const words = useWords()
  const spots = [
    { place: 'picture', url: shop.image, title: words.t('shop.picture.list') },
    { place: 'banner', url: shop.bannerImage, title: words.t('shop.picture.banner') },
  ] as const
  return (
    <section>
      <h2>{words.t('shop.pictures')}</h2>
      <ul className="shop-pictures">
        {spots.map(({ place, url, title }) => (
          <li key={place} className="shop-picture">
            <PictureButton shop={shop.id} place={`shops/${shop.id}/${place}`} name={title} url={url} wide />
            <span className="soft">{title}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
